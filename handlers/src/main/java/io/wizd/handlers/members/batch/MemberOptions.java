package io.wizd.handlers.members.batch;

import io.wizd.db.input.OnDuplicate;

/**
 * How a file is taken.
 *
 * @param onDuplicate what becomes of rows whose member is there, or is earlier in the file
 * @param atomic all rows or none: where one is bad, nothing is written
 * @param dryRun nothing is written; the counts are those that there would be
 * @param maxErrors the job fails with one bad row more than this
 */
public record MemberOptions(OnDuplicate onDuplicate, boolean atomic, boolean dryRun, long maxErrors) {
    /** Rows that are there are updated; the good rows go in, however many bad ones there are. */
    public static final MemberOptions DEFAULT = new MemberOptions(OnDuplicate.UPDATE, false, false, Long.MAX_VALUE);

    public MemberOptions {
        if (maxErrors < 0) {
            throw new IllegalArgumentException("maxErrors must not be negative: " + maxErrors);
        }
    }
}
