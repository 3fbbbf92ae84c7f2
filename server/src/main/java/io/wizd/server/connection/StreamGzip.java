package io.wizd.server.connection;

import io.wizd.budget.ProcessorBudget;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Compresses what a stream writes, as it writes it, in constant memory and within a budget. One thread. */
final class StreamGzip {
    /** What is compressed at once; a call into the compressor, or of another thread, costs more than what most writes bring. */
    private static final int GATHERED_BYTES = 32 << 10;

    /** So few are compressed where they are. */
    private static final int FEW_BYTES = 4 << 10;

    private final ProcessorBudget budget;
    private final Target target;
    private final Compressed compressed = new Compressed();
    private final FastGzip gzip;
    private final byte[] gathered = new byte[GATHERED_BYTES];
    private int count;

    /** Where the compressed bytes go; may block. */
    interface Target {
        void append(byte[] bytes, int offset, int count);
    }

    /** What the compressor has made and nobody has taken. */
    private static final class Compressed extends ByteArrayOutputStream {
        void giveTo(Target target) {
            target.append(buf, 0, count);
            reset();
        }
    }

    private interface Step {
        void run() throws IOException;
    }

    StreamGzip(ProcessorBudget budget, Target target) {
        this.budget = budget;
        this.target = target;
        try {
            this.gzip = new FastGzip(compressed);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void write(byte[] bytes, int offset, int length) {
        int from = offset;
        int end = offset + length;
        while (from < end) {
            int part = Math.min(end - from, GATHERED_BYTES - count);
            System.arraycopy(bytes, from, gathered, count, part);
            from += part;
            count += part;
            compressIfFull();
        }
    }

    void write(byte b) {
        gathered[count++] = b;
        compressIfFull();
    }

    private void compressIfFull() {
        if (count == GATHERED_BYTES) {
            compressGathered(() -> {});
        }
    }

    /** All that was written can be read by the client once it has these bytes. */
    void flush() {
        compressGathered(gzip::flush);
    }

    void end() {
        compressGathered(gzip::close);
    }

    /** There will be no end; or there was one. */
    void drop() {
        gzip.drop();
    }

    private void compressGathered(Step andThen) {
        if (count <= FEW_BYTES) {
            compress(andThen);
        } else {
            budget.step(() -> compress(andThen));
        }
        count = 0;
        compressed.giveTo(target);
    }

    private Compressed compress(Step andThen) {
        try {
            gzip.write(gathered, 0, count);
            andThen.run();
            return compressed;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
