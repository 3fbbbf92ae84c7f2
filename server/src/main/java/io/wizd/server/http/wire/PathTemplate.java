package io.wizd.server.http.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Paths as routes write them, with names in braces for what varies: {@code /kv/{key}}. Static. */
public final class PathTemplate {
    private PathTemplate() {}

    /** {@code /a//b/} has the segments a, an empty one, and b: only one trailing slash is nothing. */
    public static List<String> segments(String path) {
        List<String> segments = new ArrayList<>(4);
        int from = 1;
        int end = path.length() > 1 && path.endsWith("/") ? path.length() - 1 : path.length();
        while (from <= end && path.length() > 1) {
            int slash = path.indexOf('/', from);
            int to = slash < 0 || slash > end ? end : slash;
            segments.add(path.substring(from, to));
            from = to + 1;
        }
        return segments;
    }

    /** The names in braces, in the order of the template. */
    public static List<String> variableNames(String template) {
        return segments(template).stream()
                .filter(segment -> segment.startsWith("{"))
                .map(segment -> segment.substring(1, segment.length() - 1))
                .toList();
    }

    /** The template with values for its names, percent-encoded. */
    public static String filled(String template, UnaryOperator<String> valueOf) {
        String filled = template;
        for (String name : variableNames(template)) {
            filled = filled.replace("{" + name + "}", Percent.encoded(valueOf.apply(name)));
        }
        return filled;
    }
}
