package io.wizd.server.connection;

import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/** gzip at its fastest level; {@link #flush} holds nothing back. What it was given and not closed is to be dropped. */
public final class FastGzip extends GZIPOutputStream {
    private static final int BUFFER_BYTES = 8 << 10;

    /** Writes its header to {@code out} at once. */
    public FastGzip(OutputStream out) throws IOException {
        super(out, BUFFER_BYTES, true);
        def.setLevel(Deflater.BEST_SPEED);
    }

    /** Gives the memory outside the heap back without an end; does nothing after {@link #close}. */
    void drop() {
        def.end();
    }
}
