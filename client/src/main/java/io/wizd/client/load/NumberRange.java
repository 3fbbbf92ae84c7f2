package io.wizd.client.load;

import java.util.SplittableRandom;

/**
 * The random numbers that {@code ${n}} stands for. All are written with as many digits as the largest has, with zeros
 * in front where needed: in place of a JSON number, which takes none, let the smallest have as many digits.
 *
 * @param min the smallest, 0 or more
 * @param max the largest
 */
public record NumberRange(long min, long max) {
    /** A million numbers of seven digits. */
    public static final NumberRange DEFAULT = new NumberRange(1_000_000, 1_999_999);

    /** Refuses an invalid range. */
    public NumberRange {
        if (min < 0 || max < min || max == Long.MAX_VALUE) {
            throw new IllegalArgumentException("a range goes from 0 or more upwards, not " + min + "-" + max);
        }
    }

    int digits() {
        return Long.toString(max).length();
    }

    long next(SplittableRandom random) {
        return random.nextLong(min, max + 1);
    }
}
