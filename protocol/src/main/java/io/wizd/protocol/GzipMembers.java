package io.wizd.protocol;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.ZipException;

/**
 * What is within the members of a gzip (RFC 1952), one after the other, and nothing else behind them but zeros. The
 * stream of the JDK takes bytes that are no further member for the end, so that a part of a file would pass for the whole, and
 * calls itself for each empty member until the stack is full.
 * One thread.
 *
 * <p>Throws {@link EOFException} where it is cut off, {@link ZipException} with one line for people where it is damaged.
 */
public final class GzipMembers extends InputStream {
    private static final int BUFFER = 64 * 1024;
    private static final int HAS_HEADER_CHECK = 2;
    private static final int HAS_EXTRA = 4;
    private static final int HAS_NAME = 8;
    private static final int HAS_COMMENT = 16;

    private final InputStream in;
    private final byte[] buffer = new byte[BUFFER];
    private int at;
    private int end;

    private final Inflater inflater = new Inflater(true);
    private final CRC32 check = new CRC32();
    private boolean isWithinMember;

    /**
     * Begins with the first member.
     *
     * @throws ZipException if there is none
     */
    public GzipMembers(InputStream in) throws IOException {
        this.in = in;
        if (nextOrEnd() != 0x1f || next() != 0x8b) {
            throw new ZipException("it does not begin as gzip does");
        }
        header();
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (isWithinMember || beginsAnother()) {
            int got = inflate(bytes, offset, length);
            if (got > 0) {
                check.update(bytes, offset, got);
                return got;
            }
            if (inflater.finished()) {
                endOfMember();
            } else if (inflater.needsDictionary()) {
                throw new ZipException("it needs a dictionary");
            } else if (inflater.needsInput()) {
                if (!fill()) {
                    throw new EOFException();
                }
                inflater.setInput(buffer, 0, end);
            }
        }
        return -1;
    }

    private int inflate(byte[] bytes, int offset, int length) throws ZipException {
        try {
            return inflater.inflate(bytes, offset, length);
        } catch (DataFormatException e) {
            ZipException damaged = new ZipException("its bytes are not what gzip makes");
            damaged.initCause(e);
            throw damaged;
        }
    }

    /** Behind a member: whether there is another. */
    private boolean beginsAnother() throws IOException {
        int first = nextOrEnd();
        if (first == 0x1f) {
            if (next() == 0x8b) {
                header();
                return true;
            }
            throw foreign();
        }
        while (first == 0) {
            first = nextOrEnd();
        }
        if (first >= 0) {
            throw foreign();
        }
        return false;
    }

    private static ZipException foreign() {
        return new ZipException("behind its end stand bytes that are not gzip");
    }

    /** Behind the two bytes that begin it. */
    private void header() throws IOException {
        if (next() != 8) {
            throw new ZipException("it is packed in an unknown way");
        }
        int flags = next();
        passOver(6);
        if ((flags & HAS_EXTRA) != 0) {
            passOver(number(2));
        }
        if ((flags & HAS_NAME) != 0) {
            passOverText();
        }
        if ((flags & HAS_COMMENT) != 0) {
            passOverText();
        }
        if ((flags & HAS_HEADER_CHECK) != 0) {
            passOver(2);
        }
        check.reset();
        inflater.reset();
        inflater.setInput(buffer, at, end - at);
        isWithinMember = true;
    }

    private void endOfMember() throws IOException {
        at = end - inflater.getRemaining();
        isWithinMember = false;
        long sum = number(4);
        long length = number(4);
        if (sum != check.getValue() || length != (inflater.getBytesWritten() & 0xffff_ffffL)) {
            throw new ZipException("its checksum is wrong");
        }
    }

    private void passOver(long bytes) throws IOException {
        for (long i = 0; i < bytes; i++) {
            next();
        }
    }

    private void passOverText() throws IOException {
        while (next() != 0) {
            // Up to its end.
        }
    }

    /** Lowest byte first. */
    private long number(int bytes) throws IOException {
        long number = 0;
        for (int i = 0; i < bytes; i++) {
            number |= (long) next() << (8 * i);
        }
        return number;
    }

    private int next() throws IOException {
        int b = nextOrEnd();
        if (b < 0) {
            throw new EOFException();
        }
        return b;
    }

    private int nextOrEnd() throws IOException {
        return at < end || fill() ? buffer[at++] & 0xff : -1;
    }

    private boolean fill() throws IOException {
        at = 0;
        end = Math.max(0, in.read(buffer, 0, buffer.length));
        return end > 0;
    }

    @Override
    public void close() throws IOException {
        inflater.end();
        in.close();
    }
}
