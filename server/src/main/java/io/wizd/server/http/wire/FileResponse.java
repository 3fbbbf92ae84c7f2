package io.wizd.server.http.wire;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.epoll.EpollChannelOption;
import io.wizd.protocol.SharedJson;

/**
 * Responses whose body lies in a file: the kernel sends the pages of the file itself (sendfile), where bytes from a buffer
 * are copied. Static; on the event loop.
 */
public final class FileResponse {
    /** Below, a copy costs less than the system calls. */
    private static final int MIN_BYTES = 32 << 10;

    private FileResponse() {}

    /** Whether it is worth while. */
    static boolean isFor(SharedJson json) {
        return json.hasFile() && json.length() >= MIN_BYTES;
    }

    /** Writes all of it; what comes before and behind the file shares packets with it. */
    public static void write(ByteBuf head, SharedJson json, Channel channel) {
        cork(channel, true);
        channel.write(head.writeBytes(json.before()), channel.voidPromise());
        channel.write(json.region(), channel.voidPromise());
        channel.write(json.after()).addListener((ChannelFuture written) -> {
            if (written.isSuccess()) {
                cork(channel, false);
            }
        });
    }

    /** Only epoll knows the option; elsewhere this changes nothing. */
    private static void cork(Channel channel, boolean on) {
        if (channel.isOpen()) {
            channel.config().setOption(EpollChannelOption.TCP_CORK, on);
        }
    }
}
