package io.wizd.handlers.fib;

import java.util.Arrays;

/**
 * Goes from one Fibonacci number to the next, and writes each as text. The numbers are kept in limbs of 18 decimal
 * digits, so that adding and writing both take time linear in the digits; from binary, each number would take much
 * longer to write than to compute. One thread.
 */
final class FibWalk {
    private static final int DIGITS = 18;
    private static final long BASE = 1_000_000_000_000_000_000L;

    /** {@code "00" "01" … "99"}: a division for two digits instead of one. */
    private static final byte[] PAIRS = pairs();

    /** F(n) and F(n + 1), the limb of the lowest digits first. */
    private long[] current;

    private long[] next;
    private int currentLimbs = 1;
    private int nextLimbs = 1;
    private int n;

    /** Stands at F(0). */
    FibWalk() {
        current = new long[] {0};
        next = new long[] {1};
    }

    private static byte[] pairs() {
        byte[] pairs = new byte[200];
        for (int i = 0; i < 100; i++) {
            pairs[2 * i] = (byte) ('0' + i / 10);
            pairs[2 * i + 1] = (byte) ('0' + i % 10);
        }
        return pairs;
    }

    /** Where it is. */
    int n() {
        return n;
    }

    /** One number further. */
    void advance() {
        if (current.length < nextLimbs + 1) {
            current = Arrays.copyOf(current, Math.max(16, 2 * nextLimbs));
        }
        long carry = 0;
        for (int i = 0; i < nextLimbs; i++) {
            // What is above currentLimbs is zero.
            long sum = current[i] + next[i] + carry;
            carry = sum >= BASE ? 1 : 0;
            current[i] = sum - (carry == 0 ? 0 : BASE);
        }
        int limbs = nextLimbs;
        if (carry > 0) {
            current[limbs++] = carry;
        }
        long[] sum = current;
        current = next;
        currentLimbs = nextLimbs;
        next = sum;
        nextLimbs = limbs;
        n++;
    }

    /** Stands where F(at) is the first of these numbers; both are decimal digits, F(at) and F(at + 1). */
    void jump(int at, byte[] first, byte[] second) {
        current = limbs(first);
        next = limbs(second);
        currentLimbs = (first.length + DIGITS - 1) / DIGITS;
        nextLimbs = (second.length + DIGITS - 1) / DIGITS;
        n = at;
    }

    private static long[] limbs(byte[] digits) {
        long[] limbs = new long[digits.length / DIGITS + 2];
        for (int i = 0; i < digits.length; i++) {
            int fromEnd = digits.length - 1 - i;
            int limb = fromEnd / DIGITS;
            limbs[limb] = limbs[limb] * 10 + (digits[i] - '0');
        }
        return limbs;
    }

    /** Digits of the number where it is. */
    int digits() {
        int digits = 1;
        for (long rest = current[currentLimbs - 1]; rest >= 10; rest /= 10) {
            digits++;
        }
        return digits + (currentLimbs - 1) * DIGITS;
    }

    /** Writes the number where it is into the array, and gives the index behind it. */
    int write(byte[] out, int at) {
        int end = at + digits();
        int to = end;
        for (int i = 0; i < currentLimbs - 1; i++) {
            writeLimb(current[i], out, to);
            to -= DIGITS;
        }
        long rest = current[currentLimbs - 1];
        do {
            out[--to] = (byte) ('0' + rest % 10);
            rest /= 10;
        } while (rest > 0);
        return end;
    }

    /** All 18 digits, the last of them before {@code end}. */
    private static void writeLimb(long limb, byte[] out, int end) {
        int high = (int) (limb / 1_000_000_000);
        int low = (int) (limb - high * 1_000_000_000L);
        writeNine(high, out, end - 9);
        writeNine(low, out, end);
    }

    private static void writeNine(int nine, byte[] out, int end) {
        int rest = nine;
        for (int to = end - 2; to >= end - 8; to -= 2) {
            int quotient = rest / 100;
            int pair = 2 * (rest - quotient * 100);
            out[to] = PAIRS[pair];
            out[to + 1] = PAIRS[pair + 1];
            rest = quotient;
        }
        out[end - 9] = (byte) ('0' + rest);
    }
}
