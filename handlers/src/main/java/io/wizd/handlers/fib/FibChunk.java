package io.wizd.handlers.fib;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * {@value #NUMBERS} numbers as they are stored. Immutable.
 *
 * @param first n of the first of them, a multiple of {@value #NUMBERS}
 * @param count how many
 * @param numbers their digits, with commas between them
 * @param checksum CRC-32C of that
 */
public record FibChunk(int first, int count, String numbers, long checksum) {
    /** How many numbers are computed and stored together. */
    static final int NUMBERS = 250;

    static FibChunk of(int first, byte[] numbers) {
        return new FibChunk(first, NUMBERS, new String(numbers, StandardCharsets.US_ASCII), checksum(numbers));
    }

    private static long checksum(byte[] numbers) {
        CRC32C crc = new CRC32C();
        crc.update(numbers);
        return crc.getValue();
    }

    byte[] bytes() {
        return numbers.getBytes(StandardCharsets.US_ASCII);
    }

    /** Why it cannot be what was stored here; null where nothing speaks against it. */
    @Nullable
    String fault(int expectedFirst) {
        if (first != expectedFirst) {
            return "it is missing";
        }
        if (count != NUMBERS) {
            return "it says that it has " + count + " numbers, not " + NUMBERS;
        }
        byte[] text = bytes();
        if (checksum(text) != checksum) {
            return "its checksum is not that of its numbers";
        }
        return isNumbers(text) ? null : "it does not have the digits that the numbers have";
    }

    /** Whether a comma stands wherever a number ends, and digits everywhere else. */
    private boolean isNumbers(byte[] text) {
        int at = 0;
        for (int n = first; n < first + count; n++) {
            int end = at + FibDigits.of(n);
            if (end > text.length || end < text.length && text[end] != ',') {
                return false;
            }
            for (; at < end; at++) {
                if (text[at] < '0' || text[at] > '9') {
                    return false;
                }
            }
            at++;
        }
        return at == text.length + 1;
    }
}
