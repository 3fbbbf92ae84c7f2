package io.wizd.server.http;

import io.wizd.handlers.HandlerTable;
import io.wizd.handlers.Route;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the message type of a method and a path. Segments are compared as they stand in the template; one in braces
 * takes whatever stands there, percent-decoded. A trailing slash makes no difference. Immutable, any thread.
 */
final class Router {
    private final Node root = new Node();

    /** A route with the row that it leads to. */
    record Target(HandlerTable.Row<?, ?> row, Route route) {}

    /**
     * What a path leads to.
     *
     * @param byVerb empty where there is nothing at this path
     * @param variables the percent-decoded segments that stand for names in braces, in the order of the path
     */
    record Match(Map<String, Target> byVerb, List<String> variables) {
        /** The target of a method; HEAD is that of GET. */
        @Nullable
        Target target(String verb) {
            return byVerb.get(verb.equals("HEAD") ? "GET" : verb);
        }

        /** What the header Allow says. */
        String allow() {
            Set<String> verbs = new LinkedHashSet<>();
            for (String verb : byVerb.keySet()) {
                verbs.add(verb);
                if (verb.equals("GET")) {
                    verbs.add("HEAD");
                }
            }
            verbs.add("OPTIONS");
            return String.join(", ", verbs);
        }
    }

    private static final class Node {
        final Map<String, Node> literals = new HashMap<>();

        @Nullable
        Node variable;

        final Map<String, Target> byVerb = new HashMap<>();
    }

    /** @throws IllegalStateException where two types claim the same method and path */
    Router(List<HandlerTable.Row<?, ?>> rows) {
        for (HandlerTable.Row<?, ?> row : rows) {
            for (Route route : row.spec().routes()) {
                add(new Target(row, route));
            }
        }
    }

    private void add(Target target) {
        Node node = root;
        for (String segment : segments(target.route().path())) {
            if (segment.startsWith("{")) {
                if (node.variable == null) {
                    node.variable = new Node();
                }
                node = node.variable;
            } else {
                node = node.literals.computeIfAbsent(segment, s -> new Node());
            }
        }
        Target other = node.byVerb.putIfAbsent(target.route().verb(), target);
        if (other != null) {
            throw new IllegalStateException(
                    target.route().verb() + " " + target.route().path() + " is claimed by "
                            + other.row().spec().type() + " and by "
                            + target.row().spec().type());
        }
    }

    /** What the raw path leads to; the query does not belong to it. */
    Match find(String rawPath) {
        List<String> variables = new ArrayList<>(2);
        Node node = root;
        for (String segment : segments(rawPath)) {
            Node literal = node.literals.get(segment);
            if (literal != null) {
                node = literal;
            } else if (node.variable != null) {
                variables.add(percentDecoded(segment));
                node = node.variable;
            } else {
                return new Match(Map.of(), List.of());
            }
        }
        return new Match(node.byVerb, variables);
    }

    /** {@code /a//b/} has the segments a, an empty one, and b: only one trailing slash is nothing. */
    static List<String> segments(String path) {
        List<String> segments = new ArrayList<>(4);
        int from = 1;
        int end = path.length() > 1 && path.endsWith("/") ? path.length() - 1 : path.length();
        while (from <= end && end > 1) {
            int slash = path.indexOf('/', from);
            int to = slash < 0 || slash > end ? end : slash;
            segments.add(path.substring(from, to));
            from = to + 1;
        }
        return segments;
    }

    /** The names in braces, in the order of the template. */
    static List<String> variableNames(String template) {
        return segments(template).stream()
                .filter(segment -> segment.startsWith("{"))
                .map(segment -> segment.substring(1, segment.length() - 1))
                .toList();
    }

    /** @throws IllegalArgumentException where a percent sign is not followed by two hexadecimal digits, or the bytes are no UTF-8 */
    static String percentDecoded(String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        byte[] bytes = new byte[text.length()];
        int length = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '%') {
                int high = i + 2 < text.length() ? Character.digit(text.charAt(i + 1), 16) : -1;
                int low = i + 2 < text.length() ? Character.digit(text.charAt(i + 2), 16) : -1;
                if (high < 0 || low < 0) {
                    throw new IllegalArgumentException("% must be followed by two hexadecimal digits: " + text);
                }
                bytes[length++] = (byte) (high << 4 | low);
                i += 2;
            } else {
                bytes[length++] = (byte) c;
            }
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(java.nio.ByteBuffer.wrap(bytes, 0, length))
                    .toString();
        } catch (java.nio.charset.CharacterCodingException e) {
            throw new IllegalArgumentException("the percent-encoded bytes are no UTF-8: " + text, e);
        }
    }
}
