package io.wizd.server.http.route;

import io.wizd.program.Suggestion;
import io.wizd.server.http.wire.PathTemplate;
import io.wizd.server.http.wire.Percent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds what a path leads to. Segments are compared percent-decoded; one in braces takes whatever stands there, a
 * percent-encoded slash included. A trailing slash makes no difference. Filled at the start, then any thread.
 */
final class Router {
    private static final Match NOTHING = new Match(Map.of(), List.of());

    private final Node root = new Node();

    /** Paths without names in braces, as they usually come: no need to take them apart. */
    private final Map<String, Match> fixedPaths = new HashMap<>();

    /** The same without a trailing slash, by their segments with points between, as {@link Suggestion} reads names. */
    private final Map<String, String> pathsByName = new HashMap<>();

    /**
     * What a path leads to.
     *
     * @param byVerb empty if there is nothing at this path
     * @param variables the decoded segments that stand for names in braces, in the order of the path
     */
    record Match(Map<String, Resource> byVerb, List<String> variables) {
        /** What the method leads to; HEAD is answered like GET. */
        @Nullable
        Resource resource(String verb) {
            return byVerb.get(verb.equals("HEAD") ? "GET" : verb);
        }

        /** The methods of this path, for the field Allow. */
        String allow() {
            return Router.allow(byVerb.keySet());
        }
    }

    private static final class Node {
        final Map<String, Node> literals = new HashMap<>();
        final Map<String, Resource> byVerb = new LinkedHashMap<>();

        @Nullable
        Node variable;
    }

    /** @throws IllegalStateException if the method and the path are taken */
    void add(String verb, String template, Resource resource) {
        Node node = root;
        for (String segment : PathTemplate.segments(template)) {
            if (segment.startsWith("{")) {
                if (node.variable == null) {
                    node.variable = new Node();
                }
                node = node.variable;
            } else {
                node = node.literals.computeIfAbsent(segment, name -> new Node());
            }
        }
        Resource other = node.byVerb.putIfAbsent(verb, resource);
        if (other != null) {
            throw new IllegalStateException(
                    verb + " " + template + " is claimed by " + other.name() + " and by " + resource.name());
        }
        if (template.indexOf('{') < 0) {
            String path = "/" + String.join("/", PathTemplate.segments(template));
            Match match = new Match(node.byVerb, List.of());
            fixedPaths.put(path, match);
            fixedPaths.put(path.equals("/") ? path : path + "/", match);
            if (!path.equals("/")) {
                pathsByName.put(name(PathTemplate.segments(template)), path);
            }
        }
    }

    /** What the path leads to, percent-encoded as it came. */
    Match find(String rawPath) {
        Match fixed = fixedPaths.get(rawPath);
        return fixed != null ? fixed : findBySegments(rawPath);
    }

    private Match findBySegments(String rawPath) {
        List<String> variables = new ArrayList<>(2);
        Node node = root;
        for (String rawSegment : PathTemplate.segments(rawPath)) {
            String segment = Percent.decoded(rawSegment);
            Node literal = node.literals.get(segment);
            if (literal != null) {
                node = literal;
            } else if (node.variable != null) {
                variables.add(segment);
                node = node.variable;
            } else {
                return NOTHING;
            }
        }
        return new Match(node.byVerb, variables);
    }

    /** The paths that somebody may have meant who mistyped one or left out its end, percent-encoded as that came. */
    List<String> near(String rawPath) {
        String withoutEmptySegments = rawPath.replaceAll("//+", "/");
        if (!find(withoutEmptySegments).byVerb().isEmpty()) {
            return List.of(withoutEmptySegments);
        }
        List<String> segments = PathTemplate.segments(rawPath);
        String end = rawPath.endsWith("/") ? "/" : "";
        List<String> bySegments = nearBySegments(segments);
        Stream<String> near = bySegments.isEmpty()
                ? Suggestion.of(name(segments), pathsByName.keySet()).map(pathsByName::get).stream()
                : bySegments.stream();
        return near.map(path -> path + end).toList();
    }

    /** With each segment that is not known made one that is. */
    private List<String> nearBySegments(List<String> rawSegments) {
        StringBuilder path = new StringBuilder();
        Node node = root;
        for (String raw : rawSegments) {
            String segment = Percent.decoded(raw);
            Set<String> known = node.literals.keySet();
            Optional<String> meant = known.contains(segment) ? Optional.of(segment) : near(segment, known);
            Node next = meant.map(node.literals::get).orElse(node.variable);
            if (next == null) {
                return List.of();
            }
            path.append('/').append(meant.orElse(raw));
            node = next;
        }
        return nearest(path.toString(), node);
    }

    /** This path if it leads somewhere, else the first below it that do. */
    private static List<String> nearest(String path, Node node) {
        if (!node.byVerb.isEmpty()) {
            return List.of(path);
        }
        return node.literals.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .flatMap(below -> nearest(path + "/" + below.getKey(), below.getValue()).stream())
                .toList();
    }

    /** The name of a file may lack its ending, or have another. */
    private static Optional<String> near(String segment, Set<String> known) {
        return Suggestion.of(segment, known)
                .or(() -> known.stream()
                        .filter(name -> name.indexOf('.') > 0
                                && Suggestion.of(stem(segment), List.of(stem(name)))
                                        .isPresent())
                        .sorted()
                        .findFirst());
    }

    private static String stem(String name) {
        int point = name.indexOf('.');
        return point < 0 ? name : name.substring(0, point);
    }

    private static String name(List<String> segments) {
        return String.join(".", segments);
    }

    /** All methods that some path takes, for {@code OPTIONS *}. */
    String allowAnywhere() {
        Set<String> verbs = new LinkedHashSet<>();
        collectVerbs(root, verbs);
        return allow(verbs);
    }

    private static void collectVerbs(Node node, Set<String> verbs) {
        verbs.addAll(node.byVerb.keySet());
        node.literals.values().forEach(child -> collectVerbs(child, verbs));
        if (node.variable != null) {
            collectVerbs(node.variable, verbs);
        }
    }

    private static String allow(Set<String> verbs) {
        List<String> allowed = new ArrayList<>();
        for (String verb : verbs) {
            allowed.add(verb);
            if (verb.equals("GET")) {
                allowed.add("HEAD");
            }
        }
        allowed.add("OPTIONS");
        return String.join(", ", allowed);
    }
}
