package io.wizd.server.pipeline;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/** Compresses what a stream writes, as it writes it, in constant memory. One thread. */
final class StreamGzip {
    /** A call into the compressor costs more than what most writes bring. */
    private static final int GATHERED_BYTES = 8 << 10;

    private final FastGzip gzip;
    private final byte[] gathered = new byte[GATHERED_BYTES];
    private int count;

    /** Where the compressed bytes go. */
    interface Target {
        void append(byte[] bytes, int offset, int count);
    }

    StreamGzip(Target target) {
        try {
            this.gzip = new FastGzip(new OutputStream() {
                @Override
                public void write(int b) {
                    target.append(new byte[] {(byte) b}, 0, 1);
                }

                @Override
                public void write(byte[] bytes, int offset, int length) {
                    target.append(bytes, offset, length);
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void write(byte[] bytes, int offset, int length) {
        if (length > GATHERED_BYTES - count) {
            compressGathered();
        }
        if (length > GATHERED_BYTES) {
            compress(bytes, offset, length);
        } else {
            System.arraycopy(bytes, offset, gathered, count, length);
            count += length;
        }
    }

    void write(byte b) {
        if (count == GATHERED_BYTES) {
            compressGathered();
        }
        gathered[count++] = b;
    }

    /** All that was written can be read by the client once it has these bytes. */
    void flush() {
        compressGathered();
        try {
            gzip.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void end() {
        compressGathered();
        try {
            gzip.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** There will be no end; or there was one. */
    void drop() {
        gzip.drop();
    }

    private void compressGathered() {
        compress(gathered, 0, count);
        count = 0;
    }

    private void compress(byte[] bytes, int offset, int length) {
        try {
            gzip.write(bytes, offset, length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
