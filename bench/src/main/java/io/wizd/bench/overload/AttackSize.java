package io.wizd.bench.overload;

/**
 * How many attackers there are, and how large what they send.
 *
 * @param connections of each kind that floods
 * @param halfOpen connections that hold an unfinished message, half of them over HTTP
 * @param slowReaders connections that read slowly
 * @param bigBytes of a big value; no more than a message may have
 * @param hugeBytes of what slow readers ask for
 * @param itemsAtOnce gets of a big value in one request; a twentieth of the rows of a file of members
 */
record AttackSize(int connections, int halfOpen, int slowReaders, int bigBytes, int hugeBytes, int itemsAtOnce) {
    private static final int MIB = 1 << 20;

    /** What the aims are meant for. */
    static final AttackSize FULL = new AttackSize(8, 600, 64, MIB, 15 * MIB, 500);

    /** For a test: all of it, and no harm. */
    static final AttackSize SMALL = new AttackSize(2, 8, 4, 1 << 14, 1 << 17, 10);
}
