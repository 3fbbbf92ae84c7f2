package io.wizd.bench;

/**
 * How much is measured.
 *
 * @param connections to each server, each with what its case keeps in flight
 * @param warmUpMs load on each side before its first round, not counted, in milliseconds; 0 for none
 * @param measuredMs length of a round, in milliseconds
 * @param rounds of each side, in turn
 */
public record BenchPlan(int connections, int warmUpMs, int measuredMs, int rounds) {
    /** Refuses what cannot work. */
    public BenchPlan {
        require(connections >= 1, "--connections is at least 1, not " + connections);
        require(warmUpMs >= 0, "--warm-up is not negative: " + warmUpMs / 1000);
        require(measuredMs >= 1, "--seconds is at least 1, not " + measuredMs / 1000);
        require(rounds >= 1, "--rounds is at least 1, not " + rounds);
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
