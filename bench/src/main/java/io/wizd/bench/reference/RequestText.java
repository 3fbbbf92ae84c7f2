package io.wizd.bench.reference;

import java.util.regex.Pattern;

/** The JSON of one request to a procedure, with a number in the places of <code>${n}</code>. Immutable, any thread. */
final class RequestText {
    private static final Pattern NUMBER = Pattern.compile("${n}", Pattern.LITERAL);

    private final String[] parts;

    RequestText(String text) {
        this.parts = NUMBER.split(text, -1);
    }

    /** The array of a whole CALL. */
    String ofAll(long[] numbers) {
        StringBuilder json = new StringBuilder("[");
        for (int i = 0; i < numbers.length; i++) {
            if (i > 0) {
                json.append(',');
            }
            json.append(parts[0]);
            for (int part = 1; part < parts.length; part++) {
                json.append(numbers[i]).append(parts[part]);
            }
        }
        return json.append(']').toString();
    }
}
