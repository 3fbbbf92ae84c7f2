package io.wizd.bench;

import java.util.Arrays;
import java.util.Collection;
import java.util.function.ToDoubleFunction;

/** The median of a few figures, and how far they lie apart. */
record Spread(double median, double min, double max) {
    /** Of one figure of each round. */
    static Spread of(Collection<Round> rounds, ToDoubleFunction<Round> figure) {
        return of(rounds.stream().mapToDouble(figure).toArray());
    }

    /** Of an even number of figures the median is the mean of the two in the middle. */
    static Spread of(double... figures) {
        if (figures.length == 0) {
            throw new IllegalArgumentException("no figures have no median");
        }
        double[] sorted = figures.clone();
        Arrays.sort(sorted);
        int upper = sorted.length / 2;
        int lower = (sorted.length - 1) / 2;
        return new Spread((sorted[lower] + sorted[upper]) / 2, sorted[0], sorted[sorted.length - 1]);
    }
}
