package io.wizd.bench;

import java.util.Optional;

/**
 * One comparison: wizd and a reference do the same work. A new one is a class, and a line in
 * {@link io.wizd.bench.cases.BenchCases}.
 */
public interface BenchCase {
    /** As {@code --cases} and the table have it. */
    String name();

    /** Both sides in one line: what is sent, and what the reference does. */
    String summary();

    /** Starts what it needs, and checks that both sides do the same. */
    Sides open(Stage stage);

    /**
     * Both sides, ready.
     *
     * @param database whose keys are put back before each round, and whose work is counted; empty where none is used
     */
    record Sides(Contender wizd, Contender reference, Optional<BenchDatabase> database) {}
}
