package io.wizd.server.testing;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * An HTTP response as it came.
 *
 * @param statusLine whole
 * @param headers by name, in any case, each with its values in their order
 * @param bytes the body
 */
public record RawResponse(String statusLine, Map<String, List<String>> headers, byte[] bytes) {

    enum Body {
        AS_DECLARED,
        NONE
    }

    static RawResponse read(RawConnection connection, Body body) {
        String statusLine = connection.readLine();
        Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String line = connection.readLine(); !line.isEmpty(); line = connection.readLine()) {
            int colon = line.indexOf(':');
            headers.merge(
                    line.substring(0, colon),
                    List.of(line.substring(colon + 1).strip()),
                    (before, more) ->
                            Stream.concat(before.stream(), more.stream()).toList());
        }
        RawResponse head = new RawResponse(statusLine, headers, new byte[0]);
        boolean hasBody = body == Body.AS_DECLARED && head.status() >= 200 && head.status() != 304;
        int length = hasBody
                ? Integer.parseInt(
                        headers.getOrDefault("Content-Length", List.of("0")).getFirst())
                : 0;
        return new RawResponse(statusLine, headers, connection.readBytes(length));
    }

    /** The status code. */
    public int status() {
        return Integer.parseInt(statusLine.substring(9, 12));
    }

    /** The value of a header; fails where it is not there, or more than once. */
    public String header(String name) {
        List<String> values = headers.getOrDefault(name, List.of());
        if (values.size() != 1) {
            throw new AssertionError(name + ": " + values + " in " + this);
        }
        return values.getFirst();
    }

    /** Whether the header is there. */
    public boolean has(String name) {
        return headers.containsKey(name);
    }

    /** The body as text. */
    public String body() {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return statusLine + " " + headers + " " + body();
    }
}
