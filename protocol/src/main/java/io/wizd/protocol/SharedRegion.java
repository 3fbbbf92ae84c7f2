package io.wizd.protocol;

import io.netty.buffer.ByteBuf;
import io.netty.channel.DefaultFileRegion;
import java.nio.channels.FileChannel;

/**
 * A part of a file that many replies share, for the kernel to send without a copy. It keeps a buffer for as long as it
 * waits, by which its owner can tell that it is in use, and leaves the file open.
 */
final class SharedRegion extends DefaultFileRegion {
    private final ByteBuf kept;

    /** @param kept is retained */
    SharedRegion(FileChannel file, long position, long count, ByteBuf kept) {
        super(file, position, count);
        this.kept = kept.retain();
    }

    @Override
    protected void deallocate() {
        kept.release();
    }
}
