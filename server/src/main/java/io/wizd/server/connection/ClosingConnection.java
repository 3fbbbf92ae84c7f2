package io.wizd.server.connection;

import io.netty.channel.Channel;
import io.netty.channel.socket.DuplexChannel;
import java.util.concurrent.TimeUnit;

/**
 * Ends a connection so that the last reply arrives (RFC 9112, 9.6): closing a socket whose input was not read resets
 * the connection, and the reset can overtake the reply. So the output ends first, and whatever the client still sends
 * is read and dropped until it has seen that. Static, on the event loop.
 */
public final class ClosingConnection {
    private static final long LINGER_MS = 2_000;

    private ClosingConnection() {}

    /** Ends the output now, and the rest when the client ends its own, or after {@value #LINGER_MS} ms. */
    public static void begin(Channel channel) {
        if (!channel.isActive() || !(channel instanceof DuplexChannel duplex) || duplex.isInputShutdown()) {
            channel.close();
            return;
        }
        duplex.shutdownOutput();
        channel.config().setAutoRead(true);
        channel.eventLoop().schedule(() -> channel.close(), LINGER_MS, TimeUnit.MILLISECONDS);
    }
}
