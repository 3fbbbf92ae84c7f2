package io.wizd.fuzz;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Makes a large text of a small input, so that work which grows faster than its input takes longer than one input may. The
 * input is three parts with a byte 0x1F between: the second one is repeated up to the size wanted, and each {@code #} in it
 * becomes the number of its repetition, so that names differ.
 */
public final class Growth {
    private static final byte SEPARATOR = 0x1F;

    /** Of the grown text, in bytes: while the build only repeats what is known it is to be quick. */
    private static final int MAX_BYTES = System.getenv("JAZZER_FUZZ") == null ? 32 << 10 : 512 << 10;

    private Growth() {}

    /** The text; the input itself where it has nothing to repeat. */
    public static byte[] of(byte[] input) {
        return of(input, MAX_BYTES);
    }

    /** The text, where it may have so many bytes at most. */
    public static byte[] of(byte[] input, int maxBytes) {
        int first = indexOf(input, 0);
        int second = indexOf(input, first + 1);
        int wanted = Math.min(maxBytes, MAX_BYTES) - (input.length - second);
        ByteArrayOutputStream grown = new ByteArrayOutputStream(MAX_BYTES);
        grown.write(input, 0, first);
        for (int n = 0; second > first + 1 && grown.size() < wanted; n++) {
            repeat(input, first + 1, second, n, grown);
        }
        if (second < input.length) {
            grown.write(input, second + 1, input.length - second - 1);
        }
        return grown.toByteArray();
    }

    private static void repeat(byte[] input, int from, int to, int number, ByteArrayOutputStream grown) {
        for (int i = from; i < to; i++) {
            if (input[i] == '#') {
                grown.writeBytes(Integer.toString(number).getBytes(StandardCharsets.US_ASCII));
            } else {
                grown.write(input[i]);
            }
        }
    }

    private static int indexOf(byte[] input, int from) {
        int at = Math.min(from, input.length);
        while (at < input.length && input[at] != SEPARATOR) {
            at++;
        }
        return at;
    }
}
