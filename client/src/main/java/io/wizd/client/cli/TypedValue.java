package io.wizd.client.cli;

import io.wizd.protocol.Json;
import io.wizd.protocol.Jsons;
import io.wizd.protocol.MessageCodec;
import io.wizd.protocol.WizdException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** A value as a person types it: JSON if it is valid JSON, else a string. Static, any thread. */
final class TypedValue {
    /** What begins like this is meant as JSON: as a string it would be a mistake that nobody sees. */
    private static final String JSON_BEGINS = "{[\"";

    private TypedValue() {}

    /**
     * {@code 1}, {@code {"x":1}} and {@code "1"} are JSON; {@code hello} and {@code 007} are strings.
     *
     * @throws Failure if it begins with a brace, a bracket or a double quote, and is not valid JSON
     */
    static Json of(String text) {
        String stripped = text.strip();
        boolean isMeantAsJson = !stripped.isEmpty() && JSON_BEGINS.indexOf(stripped.charAt(0)) >= 0;
        return isMeantAsJson ? JsonArgument.parse(text) : json(text).orElseGet(() -> string(text));
    }

    /** The text as a string, whatever it holds. */
    static Json string(String text) {
        return Jsons.write(text);
    }

    private static Optional<Json> json(String text) {
        try {
            return Optional.of(MessageCodec.checked(text.getBytes(StandardCharsets.UTF_8)));
        } catch (WizdException e) {
            return Optional.empty();
        }
    }
}
