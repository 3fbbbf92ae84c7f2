package io.wizd.db.load;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** Reads a channel from its first byte to a given end, whatever else reads it. For one thread; closing leaves the channel open. */
final class PositionedStream extends InputStream {

    private final FileChannel channel;
    private final long endByte;
    private long positionByte;

    PositionedStream(FileChannel channel, long endByte) {
        this.channel = channel;
        this.endByte = endByte;
    }

    /** How many bytes have been read. */
    long positionByte() {
        return positionByte;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int wanted = (int) Math.min(length, endByte - positionByte);
        if (wanted <= 0) {
            return length == 0 ? 0 : -1;
        }
        int got = channel.read(ByteBuffer.wrap(bytes, offset, wanted), positionByte);
        if (got > 0) {
            positionByte += got;
        }
        return got;
    }
}
