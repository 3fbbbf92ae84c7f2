package io.wizd.server.connection;

import io.netty.channel.DefaultMessageSizeEstimator;
import io.netty.channel.FileRegion;
import io.netty.channel.MessageSizeEstimator;

/**
 * What waits to be sent, in bytes, as the water marks count it. By itself Netty takes a part of a file for nothing, and a client
 * that reads no replies could have as many of them as it likes.
 */
public final class UnsentSizes implements MessageSizeEstimator {
    @Override
    public Handle newHandle() {
        Handle usual = DefaultMessageSizeEstimator.DEFAULT.newHandle();
        return message -> message instanceof FileRegion region
                ? (int) Math.min(region.count(), Integer.MAX_VALUE)
                : usual.size(message);
    }
}
