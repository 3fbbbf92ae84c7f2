package io.wizd.client.cli;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A file on its way to the server, block by block, and how much of it has gone. Any thread may ask. */
final class CountedBody {
    private final ImportFile file;
    private volatile long sentBytes;
    private volatile boolean readWhole;
    private volatile @Nullable IOException readFailure;

    CountedBody(ImportFile file) {
        this.file = file;
    }

    /** With a Content-Length where the size is known, else chunked. */
    BodyPublisher publisher() {
        BodyPublisher blocks = BodyPublishers.ofInputStream(this::open);
        return file.bytes() < 0 ? blocks : BodyPublishers.fromPublisher(blocks, file.bytes());
    }

    long sentBytes() {
        return sentBytes;
    }

    boolean readWhole() {
        return readWhole;
    }

    /** Why the file could not be read to its end. */
    Optional<IOException> readFailure() {
        return Optional.ofNullable(readFailure);
    }

    private InputStream open() {
        try {
            return new Counted(file.open());
        } catch (IOException e) {
            readFailure = e;
            throw new UncheckedIOException(e);
        }
    }

    /** One thread reads, so the counts need no lock. */
    private final class Counted extends FilterInputStream {
        private long bytes;

        Counted(InputStream in) {
            super(in);
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            try {
                int n = super.read(buffer, offset, length);
                bytes += Math.max(0, n);
                sentBytes = bytes;
                readWhole = n < 0 || bytes == file.bytes();
                return n;
            } catch (IOException e) {
                readFailure = e;
                throw e;
            }
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }
    }
}
