package io.wizd.server.config;

import com.typesafe.config.ConfigOrigin;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Gathers all that is wrong, so that it can be told at once. For one thread. */
final class ConfigFaults {
    private final List<Fault> faults = new ArrayList<>();
    private final List<Fault> warnings = new ArrayList<>();

    private record Fault(String place, int line, String what) {
        String text() {
            return place + (line > 0 ? ":" + line : "") + ": " + what;
        }
    }

    void add(ConfigOrigin origin, String what) {
        faults.add(new Fault(fileOf(origin), origin.lineNumber(), what));
    }

    void add(String place, String what) {
        faults.add(new Fault(place, 0, what));
    }

    /** What would be a fault if nothing overrode it. */
    void warn(ConfigOrigin origin, String what) {
        warnings.add(new Fault(fileOf(origin), origin.lineNumber(), what));
    }

    /** A line each, in the order of their places. */
    List<String> warnings() {
        return inOrder(warnings.stream());
    }

    /** Ends the reading where there was any fault, and tells the warnings with them. */
    void throwIfAny() {
        if (!faults.isEmpty()) {
            throw new InvalidConfigException(inOrder(Stream.concat(faults.stream(), warnings.stream())));
        }
    }

    private static List<String> inOrder(Stream<Fault> some) {
        return some.sorted(Comparator.comparing(Fault::place).thenComparing(Fault::line))
                .map(Fault::text)
                .toList();
    }

    /** For a person: {@code file:line}, the name of the variable, or the option. */
    static String placeOf(ConfigOrigin origin) {
        return fileOf(origin) + (origin.lineNumber() > 0 ? ":" + origin.lineNumber() : "");
    }

    private static String fileOf(ConfigOrigin origin) {
        if (origin.resource() != null) {
            return origin.resource();
        }
        return origin.filename() != null ? origin.filename() : origin.description();
    }
}
