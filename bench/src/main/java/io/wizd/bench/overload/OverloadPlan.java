package io.wizd.bench.overload;

import java.util.List;

/**
 * What is tried.
 *
 * @param phaseMs length of each phase with attackers, in milliseconds
 * @param heap of wizd, as the JVM's -Xmx takes it
 * @param classes each alone, and then all together
 * @param clients ordinary ones, half of them over HTTP, half over messages
 */
record OverloadPlan(int phaseMs, String heap, List<AttackClass> classes, AttackSize size, int clients) {
    private static final int PART_ALONE = 3;
    private static final int MOST_CALM_MS = 120_000;

    /** Refuses what cannot work. */
    OverloadPlan {
        if (phaseMs < 1) {
            throw new IllegalArgumentException("--seconds is at least 1, not " + phaseMs / 1000);
        }
        if (!heap.matches("[1-9][0-9]*[kmgKMG]")) {
            throw new IllegalArgumentException("--heap is a size such as 256m, not " + heap);
        }
    }

    /** Length of a phase without attackers, and of each part of the warm-up. */
    int aloneMs() {
        return Math.max(1, phaseMs / PART_ALONE);
    }

    /** How long is waited before a phase until the server has done with what the one before left behind. */
    int calmMs() {
        return Math.min(8 * phaseMs, MOST_CALM_MS);
    }
}
