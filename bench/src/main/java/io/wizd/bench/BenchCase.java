package io.wizd.bench;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One comparison: wizd and one or more references do the same work. A new one is a class, and a line in
 * {@link io.wizd.bench.cases.BenchCases}.
 */
public interface BenchCase {
    /** As {@code --cases} and the table have it. */
    String name();

    /** All sides in one line: what is sent, and what the references do. */
    String summary();

    /** Whether it is measured only if {@code --cases} names it, because of the time or the disk that it takes. */
    default boolean onlyWhenNamed() {
        return false;
    }

    /** Starts what it needs, and checks that all sides do the same. */
    Sides open(Stage stage);

    /**
     * All sides, ready.
     *
     * @param references at least one, in the order of the table
     * @param database whose work is counted; empty if none is used
     */
    record Sides(Contender wizd, List<Contender> references, Optional<BenchDatabase> database) {
        /** Without a database. */
        public Sides(Contender wizd, Contender reference) {
            this(wizd, List.of(reference), Optional.empty());
        }

        /** On a database. */
        public Sides(BenchDatabase database, Contender wizd, Contender... references) {
            this(wizd, List.of(references), Optional.of(database));
        }

        List<Contender> all() {
            return Stream.concat(Stream.of(wizd), references.stream()).toList();
        }
    }
}
