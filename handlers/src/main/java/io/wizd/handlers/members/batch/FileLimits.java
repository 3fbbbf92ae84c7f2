package io.wizd.handlers.members.batch;

import io.wizd.db.input.CsvText;

/**
 * How much a file may be.
 *
 * @param chunkRows rows of one chunk; a chunk is one transaction of each node
 * @param chunkChars characters of one chunk, whichever comes first
 * @param maxDecodedBytes of all that is within gzip
 * @param maxRatio decoded bytes for each byte that was sent, from the first 10 MiB on
 * @param maxRejectBytes of the file of the rejected rows; 0, as a job of an older wizd has it, for the default
 */
public record FileLimits(int chunkRows, int chunkChars, long maxDecodedBytes, int maxRatio, long maxRejectBytes) {
    private static final long DEFAULT_REJECT_BYTES = 256L << 20;

    /** 50,000 rows and 4 Mi characters a chunk; 16 GiB, and 200 times, of gzip; 256 MiB of rejected rows. */
    public static final FileLimits DEFAULT = of(16L << 30, 200, DEFAULT_REJECT_BYTES);

    /** Characters of one value; a longer one is rejected with its row. */
    static final int FIELD_CHARS = 64 * 1024;

    /** Characters of the values of one row; a longer one is rejected. */
    static final int ROW_CHARS = 256 * 1024;

    /** Characters that one row is read for; where it goes on, nobody can say where the next one begins. */
    static final int LINE_CHARS = 4 << 20;

    /** Characters that are kept of a value that is too long. */
    static final int CUT_CHARS = 1_000;

    /** Columns of a file. */
    static final int COLUMNS = 1_000;

    static final CsvText.Limits CSV = new CsvText.Limits(FIELD_CHARS, ROW_CHARS, LINE_CHARS, CUT_CHARS, COLUMNS);

    public FileLimits {
        maxRejectBytes = maxRejectBytes == 0 ? DEFAULT_REJECT_BYTES : maxRejectBytes;
    }

    /** These limits, and chunks of the usual size. */
    public static FileLimits of(long maxDecodedBytes, int maxRatio, long maxRejectBytes) {
        return new FileLimits(50_000, 4 << 20, maxDecodedBytes, maxRatio, maxRejectBytes);
    }
}
