package io.wizd.handlers.fib;

import io.wizd.budget.ProcessorBudget;
import io.wizd.protocol.ErrorCode;
import io.wizd.protocol.Fault;
import io.wizd.protocol.WizdException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * One number alone, without those before it: by fast doubling, F(2k) = F(k)(2F(k+1) - F(k)) and F(2k+1) = F(k)² +
 * F(k+1)². For virtual threads; a large one is computed within the budget of numbers, one after the other, since several at
 * once would all be late.
 */
final class FibLast {
    /** F(10,000,000) has 2,089,877 digits. */
    static final int MAX_N = 10_000_000;

    /** So many digits are converted without a look at the clock. */
    private static final int DIGITS_AT_ONCE = 50_000;

    /** Those before it take about as long as to ask another thread. */
    private static final int SMALLEST_LARGE_N = 10_000;

    private static final long RETRY_AFTER_MS = 1_000;

    private final ProcessorBudget budget;

    FibLast(ProcessorBudget budget) {
        this.budget = budget;
    }

    /**
     * The digits of F(n).
     *
     * @throws WizdException {@code OVERLOADED} if others are computed before, {@code DEADLINE_EXCEEDED} if it is
     *     not done by then
     */
    byte[] digits(int n, long deadlineNanos) {
        return n < SMALLEST_LARGE_N
                ? computed(n, deadlineNanos)
                : budget.call(deadlineNanos, () -> computed(n, deadlineNanos));
    }

    private static byte[] computed(int n, long deadlineNanos) {
        BigInteger number = number(n, deadlineNanos);
        byte[] digits = new byte[FibDigits.of(n)];
        write(number, digits, 0, digits.length, deadlineNanos);
        return digits;
    }

    private static BigInteger number(int n, long deadlineNanos) {
        BigInteger a = BigInteger.ZERO;
        BigInteger b = BigInteger.ONE;
        for (int bit = Integer.highestOneBit(n); bit > 0; bit >>= 1) {
            checkDeadline(deadlineNanos);
            BigInteger doubled = a.multiply(b.shiftLeft(1).subtract(a));
            BigInteger afterDoubled = a.multiply(a).add(b.multiply(b));
            boolean odd = (n & bit) != 0;
            a = odd ? afterDoubled : doubled;
            b = odd ? doubled.add(afterDoubled) : afterDoubled;
        }
        return a;
    }

    /** Writes exactly so many digits, by halves: BigInteger.toString does the same, but does not look at the clock. */
    private static void write(BigInteger number, byte[] out, int at, int digits, long deadlineNanos) {
        checkDeadline(deadlineNanos);
        if (digits <= DIGITS_AT_ONCE) {
            byte[] text = number.toString().getBytes(StandardCharsets.US_ASCII);
            Arrays.fill(out, at, at + digits - text.length, (byte) '0');
            System.arraycopy(text, 0, out, at + digits - text.length, text.length);
            return;
        }
        int low = digits / 2;
        BigInteger[] parts = number.divideAndRemainder(BigInteger.TEN.pow(low));
        write(parts[0], out, at, digits - low, deadlineNanos);
        write(parts[1], out, at + digits - low, low, deadlineNanos);
    }

    private static void checkDeadline(long deadlineNanos) {
        if (deadlineNanos - System.nanoTime() <= 0) {
            throw new WizdException(Fault.of(
                            ErrorCode.DEADLINE_EXCEEDED,
                            "the number was not computed within the time that a message may take")
                    .retryAfterMs(RETRY_AFTER_MS));
        }
    }
}
