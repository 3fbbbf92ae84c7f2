package io.wizd.server.http;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** An input whose first line is a header's value, and the rest a body. */
record Lines(String first, byte[] rest) {
    static Lines of(byte[] input) {
        int end = 0;
        while (end < input.length && input[end] != '\n') {
            end++;
        }
        String first = new String(input, 0, end, StandardCharsets.ISO_8859_1);
        return new Lines(first, Arrays.copyOfRange(input, Math.min(end + 1, input.length), input.length));
    }
}
