package io.wizd.handlers.fib;

/** How long the numbers are as decimal text, without computing them. Static, any thread. */
final class FibDigits {
    private static final double LOG10_PHI = Math.log10((1 + Math.sqrt(5)) / 2);
    private static final double LOG10_SQRT5 = Math.log10(5) / 2;

    private FibDigits() {}

    /**
     * Digits of F(n). By Binet's formula, F(n) is φⁿ/√5 rounded; a double is exact enough for every n that wizd takes,
     * which a test compares.
     */
    static int of(int n) {
        return n < 2 ? 1 : (int) (n * LOG10_PHI - LOG10_SQRT5) + 1;
    }

    /** Digits of the first {@code count} numbers together: for each d, as many as numbers have a d-th digit. */
    static long ofFirst(int count) {
        long sum = count;
        int longest = count == 0 ? 0 : of(count - 1);
        for (int d = 2; d <= longest; d++) {
            sum += count - firstWith(d);
        }
        return sum;
    }

    /** The smallest n where F(n) has so many digits, at least 2. */
    private static int firstWith(int digits) {
        return (int) Math.ceil((digits - 1 + LOG10_SQRT5) / LOG10_PHI);
    }
}
