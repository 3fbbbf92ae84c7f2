package io.wizd.db.load;

import java.util.Properties;

/**
 * How far a load has come: everything up to and with this row is dealt with.
 *
 * @param row number of the last row that was read and dealt with, 0 for none
 * @param digest fingerprint of all rows up to it ({@link RowDigest}), empty for none
 * @param counts what became of them
 * @param badFileBytes how long the file of bad rows is
 */
record ResumePoint(long row, String digest, Counts counts, long badFileBytes) {

    static final ResumePoint START = new ResumePoint(0, "", Counts.NONE, 0);

    void store(Properties target, String prefix) {
        target.setProperty(prefix + "row", Long.toString(row));
        target.setProperty(prefix + "digest", digest);
        target.setProperty(prefix + "inserted", Long.toString(counts.inserted()));
        target.setProperty(prefix + "skipped", Long.toString(counts.skipped()));
        target.setProperty(prefix + "updated", Long.toString(counts.updated()));
        target.setProperty(prefix + "bad", Long.toString(counts.bad()));
        target.setProperty(prefix + "badFileBytes", Long.toString(badFileBytes));
    }

    /** @throws NumberFormatException if the file was tampered with */
    static ResumePoint of(Properties source, String prefix) {
        Counts counts = new Counts(
                number(source, prefix + "inserted"),
                number(source, prefix + "skipped"),
                number(source, prefix + "updated"),
                number(source, prefix + "bad"));
        return new ResumePoint(
                number(source, prefix + "row"),
                source.getProperty(prefix + "digest", ""),
                counts,
                number(source, prefix + "badFileBytes"));
    }

    private static long number(Properties source, String name) {
        return Long.parseLong(source.getProperty(name, ""));
    }
}
