package io.wizd.db.testing;

/** How long the longest proofs are: short in every build, at full length in {@code bin/check slow}. */
public final class Proof {
    private static final boolean FULL_LENGTH = Boolean.getBoolean("wizd.slow");

    private Proof() {}

    /** The number of operations, keys or rows; {@code full} if the system property {@code wizd.slow} is true. */
    public static int length(int inBuild, int full) {
        return FULL_LENGTH ? full : inBuild;
    }

    /** Whether the system property {@code wizd.slow} is true: for cases that differ little from others. */
    public static boolean isFullLength() {
        return FULL_LENGTH;
    }
}
