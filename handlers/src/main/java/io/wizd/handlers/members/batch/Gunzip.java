package io.wizd.handlers.members.batch;

import io.wizd.protocol.ByteSize;
import io.wizd.protocol.GzipMembers;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.ZipException;

/** Decodes gzip, within limits, so that a small file cannot become an endless one. One thread. */
final class Gunzip extends FilterInputStream {
    /** What a limit of the ratio does not look at: short texts may repeat themselves. */
    private static final long FREE_BYTES = 10L << 20;

    private final CountedStream packed;
    private final FileLimits limits;
    private long decoded;

    /** What comes out is not a file of members. */
    static final class BadGzipException extends BadContentException {
        private static final long serialVersionUID = 1L;

        BadGzipException(String message) {
            super(message);
        }
    }

    private Gunzip(CountedStream packed, FileLimits limits) throws IOException {
        super(new GzipMembers(packed));
        this.packed = packed;
        this.limits = limits;
    }

    static InputStream of(InputStream packed, FileLimits limits) throws IOException {
        try {
            return new Gunzip(new CountedStream(packed), limits);
        } catch (ZipException e) {
            throw new BadGzipException("the file is not gzip: " + e.getMessage());
        } catch (EOFException e) {
            throw new BadGzipException("the gzip is cut off: it was not sent completely");
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int got;
        try {
            got = in.read(bytes, offset, length);
        } catch (EOFException e) {
            throw new BadGzipException("the gzip is cut off: it was not sent completely");
        } catch (ZipException e) {
            throw new BadGzipException("the gzip is damaged: " + e.getMessage());
        }
        if (got > 0) {
            decoded += got;
            check();
        }
        return got;
    }

    private void check() throws BadGzipException {
        if (decoded > limits.maxDecodedBytes()) {
            throw new BadGzipException("the gzip holds more than " + ByteSize.withBytes(limits.maxDecodedBytes())
                    + ", the limit wizd.maxUploadUncompressed of the server");
        }
        if (decoded > FREE_BYTES && decoded / limits.maxRatio() > packed.count()) {
            throw new BadGzipException("the gzip holds more than " + limits.maxRatio()
                    + " times its size, the limit wizd.maxUploadCompressionRatio of the server");
        }
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}
