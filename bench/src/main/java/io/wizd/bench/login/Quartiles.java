package io.wizd.bench.login;

import java.util.Arrays;

/** How a figure is distributed: a quarter lies below the first, half below the median, three quarters below the third. */
record Quartiles(double first, double median, double third) {
    /** Of at least one figure; between two neighbours where a quarter ends between them. */
    static Quartiles of(double... figures) {
        if (figures.length == 0) {
            throw new IllegalArgumentException("no figures have no quartiles");
        }
        double[] sorted = figures.clone();
        Arrays.sort(sorted);
        return new Quartiles(at(sorted, 0.25), at(sorted, 0.5), at(sorted, 0.75));
    }

    private static double at(double[] sorted, double share) {
        double place = share * (sorted.length - 1);
        int below = (int) place;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }
}
