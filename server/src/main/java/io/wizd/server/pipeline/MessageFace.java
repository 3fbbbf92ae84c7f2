package io.wizd.server.pipeline;

import io.netty.channel.ChannelPipeline;
import io.wizd.protocol.FrameDecoder;
import io.wizd.protocol.Framing;
import io.wizd.server.connection.Connection;
import io.wizd.server.connection.ConnectionLimits;
import io.wizd.server.dispatch.Dispatcher;
import io.wizd.server.logfile.AccessLog;
import org.jspecify.annotations.Nullable;

/**
 * Makes the message face of a connection. One instance a server; any thread.
 *
 * @param accessLog null if there is none
 */
public record MessageFace(Dispatcher dispatcher, @Nullable AccessLog accessLog) {

    /** Adds the handlers that follow the protocol detector. */
    void addTo(ChannelPipeline pipeline, Connection connection, ConnectionLimits limits, Framing framing) {
        FrameDecoder decoder = framing.newDecoder(limits.maxMessageBytes(), connection::hasRoom);
        pipeline.addLast(decoder);
        pipeline.addLast(new MessageConnection(framing, this, connection, decoder, limits));
    }
}
