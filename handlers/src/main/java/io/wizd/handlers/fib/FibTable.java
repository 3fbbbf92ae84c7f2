package io.wizd.handlers.fib;

import io.wizd.protocol.Json;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The Fibonacci numbers so far as somebody asked for them, as text: the answer for N is a prefix of the answer for any
 * larger N. Any thread; the first to ask for more computes it while the others wait.
 */
final class FibTable {
    private byte[] numbers = new byte[1024];
    private int used;

    /** {@code ends.get(n)}: how many bytes the first n numbers take, with the commas between them. */
    private final List<Integer> ends = new ArrayList<>(List.of(0));

    private BigInteger next = BigInteger.ZERO;
    private BigInteger afterNext = BigInteger.ONE;

    /** {@code {"N":n,"result":[…]}}. */
    Json first(int n) {
        byte[] head = ("{\"N\":" + n + ",\"result\":[").getBytes(StandardCharsets.US_ASCII);
        byte[] found = textOfFirst(n);
        byte[] reply = new byte[head.length + found.length + 2];
        System.arraycopy(head, 0, reply, 0, head.length);
        System.arraycopy(found, 0, reply, head.length, found.length);
        reply[reply.length - 2] = ']';
        reply[reply.length - 1] = '}';
        return Json.of(reply);
    }

    private synchronized byte[] textOfFirst(int n) {
        while (ends.size() <= n) {
            append((ends.size() > 1 ? "," + next : next.toString()).getBytes(StandardCharsets.US_ASCII));
            BigInteger sum = next.add(afterNext);
            next = afterNext;
            afterNext = sum;
        }
        return Arrays.copyOf(numbers, ends.get(n));
    }

    private void append(byte[] text) {
        if (used + text.length > numbers.length) {
            numbers = Arrays.copyOf(numbers, Math.max(2 * numbers.length, used + text.length));
        }
        System.arraycopy(text, 0, numbers, used, text.length);
        used += text.length;
        ends.add(used);
    }
}
