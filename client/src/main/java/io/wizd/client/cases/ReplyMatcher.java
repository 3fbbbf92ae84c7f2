package io.wizd.client.cases;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Compares a reply with what a case expects of it: an object with any of {@code Error}, {@code Code}, {@code
 * Description}, {@code Field}, {@code RetryAfterMs}, {@code data}, {@code msgType} and {@code seqNum}. Every field that
 * the expectation has must match, and there may be more; an array must match element by element, in full length.
 *
 * <p>A string of the expectation may be a matcher: {@code $any}, {@code $integer}, {@code $string}, {@code $array},
 * {@code $absent}; and the object {@code {"$contains": x}} stands for an array that has an element like x. One instance
 * a reply, one thread.
 */
final class ReplyMatcher {
    private final List<String> differences = new ArrayList<>();

    /** Empty if the reply is as expected. */
    static List<String> differences(JsonNode expected, JsonNode reply) {
        ReplyMatcher matcher = new ReplyMatcher();
        matcher.match("", expected, unfold(reply));
        return matcher.differences;
    }

    /** The fields of {@code result} beside {@code data}: that is how a case names them. */
    private static JsonNode unfold(JsonNode reply) {
        if (!(reply instanceof ObjectNode envelope) || !(reply.get("result") instanceof ObjectNode result)) {
            return reply;
        }
        ObjectNode flat = envelope.deepCopy();
        flat.remove("result");
        flat.setAll(result);
        return flat;
    }

    private void match(String path, JsonNode expected, @Nullable JsonNode found) {
        if (expected.isTextual() && expected.textValue().startsWith("$")) {
            matchKind(path, expected.textValue(), found);
        } else if (found == null) {
            differs(path, expected.toString(), null);
        } else if (expected.isObject() && expected.has("$contains")) {
            matchElement(path, expected.get("$contains"), found);
        } else if (expected.isObject() && found.isObject()) {
            for (Map.Entry<String, JsonNode> field : expected.properties()) {
                match(join(path, field.getKey()), field.getValue(), found.get(field.getKey()));
            }
        } else if (expected.isArray() && found.isArray()) {
            matchArray(path, expected, found);
        } else if (!same(expected, found)) {
            differs(path, expected.toString(), found);
        }
    }

    private void matchKind(String path, String kind, @Nullable JsonNode found) {
        boolean fits = switch (kind) {
            case "$any" -> found != null;
            case "$integer" -> found != null && found.isIntegralNumber();
            case "$string" -> found != null && found.isTextual();
            case "$array" -> found != null && found.isArray();
            case "$absent" -> found == null;
            default -> throw new IllegalArgumentException(path + ": there is no matcher " + kind);
        };
        if (!fits) {
            differs(path, kind, found);
        }
    }

    private void matchElement(String path, JsonNode expected, JsonNode found) {
        for (JsonNode element : found) {
            ReplyMatcher attempt = new ReplyMatcher();
            attempt.match(path, expected, element);
            if (found.isArray() && attempt.differences.isEmpty()) {
                return;
            }
        }
        differs(path, "an array that contains " + expected, found);
    }

    private void matchArray(String path, JsonNode expected, JsonNode found) {
        if (expected.size() != found.size()) {
            differs(path, expected.size() + " elements", found);
            return;
        }
        for (int i = 0; i < expected.size(); i++) {
            match(path + "[" + i + "]", expected.get(i), found.get(i));
        }
    }

    private static boolean same(JsonNode expected, JsonNode found) {
        if (expected.isNumber() && found.isNumber()) {
            return expected.decimalValue().compareTo(found.decimalValue()) == 0;
        }
        return expected.equals(found);
    }

    private void differs(String path, String expected, @Nullable JsonNode found) {
        differences.add("%s: expected %s, found %s"
                .formatted(path.isEmpty() ? "reply" : path, expected, found == null ? "nothing" : abbreviate(found)));
    }

    private static String abbreviate(JsonNode found) {
        String text = found.toString();
        return text.length() <= 300 ? text : text.substring(0, 300) + "…";
    }

    private static String join(String path, String field) {
        return path.isEmpty() ? field : path + "." + field;
    }
}
