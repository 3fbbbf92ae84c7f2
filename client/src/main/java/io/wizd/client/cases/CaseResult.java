package io.wizd.client.cases;

import io.wizd.protocol.Printable;
import java.util.List;
import java.util.stream.Collectors;

/**
 * How a case went.
 *
 * @param differences where the reply was not as expected: path, expected, found; none if the case passed
 */
public record CaseResult(MessageCase messageCase, List<String> differences) {
    /** Whether the reply was as expected. */
    public boolean passed() {
        return differences.isEmpty();
    }

    /** {@code ok kv-get: …}, or {@code FAIL kv-get: …} and a line for each difference. */
    @Override
    public String toString() {
        return passed()
                ? "ok " + messageCase
                : differences.stream()
                        .map(Printable::of)
                        .collect(Collectors.joining("\n     ", "FAIL " + messageCase + "\n     ", ""));
    }
}
