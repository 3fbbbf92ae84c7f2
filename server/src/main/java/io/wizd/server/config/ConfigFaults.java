package io.wizd.server.config;

import com.typesafe.config.ConfigOrigin;
import java.util.ArrayList;
import java.util.List;

/** Gathers all that is wrong, so that it can be told at once. For one thread. */
final class ConfigFaults {
    private final List<String> lines = new ArrayList<>();

    void add(ConfigOrigin origin, String what) {
        add(placeOf(origin), what);
    }

    void add(String place, String what) {
        lines.add(place + ": " + what);
    }

    /** Ends the reading where there was any fault. */
    void throwIfAny() {
        if (!lines.isEmpty()) {
            throw new InvalidConfigException(lines);
        }
    }

    /** For a person: {@code file:line}, the name of the variable, or the option. */
    static String placeOf(ConfigOrigin origin) {
        String name = origin.filename() != null ? origin.filename() : origin.resource();
        if (name == null) {
            return origin.description();
        }
        return origin.lineNumber() > 0 ? name + ":" + origin.lineNumber() : name;
    }
}
