package io.wizd.handlers.members.batch;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Bytes that are to come in pairs, as those of UTF-16 do: an odd one at the end is told. One thread. */
final class WholePairs extends FilterInputStream {
    private boolean isOdd;

    WholePairs(InputStream in) {
        super(in);
    }

    @Override
    public int read() throws IOException {
        int b = in.read();
        count(b < 0 ? -1 : 1);
        return b;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int got = in.read(bytes, offset, length);
        count(got);
        return got;
    }

    private void count(int got) throws BadContentException {
        if (got < 0 && isOdd) {
            throw new BadContentException(
                    "the file is UTF-16, and its last character is cut in two: it was not sent completely");
        }
        isOdd ^= got > 0 && got % 2 != 0;
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}
