package io.wizd.db;

import java.util.Locale;
import java.util.Map;

/** Whether databases may be touched that hold what people need: {@code WIZD_ENV}, live where nothing is said. */
public enum Environment {
    /** Every database. */
    LIVE("wizd_"),
    /** Only databases whose names begin with {@code test_}, so that no test ever touches a live one. */
    TEST("test_");

    private static final String VARIABLE = "WIZD_ENV";

    private final String prefix;

    Environment(String prefix) {
        this.prefix = prefix;
    }

    /**
     * What the variable says.
     *
     * @throws IllegalArgumentException if it is neither: who mistypes test must not get live
     */
    public static Environment of(Map<String, String> variables) {
        return switch (variables.getOrDefault(VARIABLE, "").toLowerCase(Locale.ROOT)) {
            case "", "live" -> LIVE;
            case "test" -> TEST;
            default ->
                throw new IllegalArgumentException(
                        VARIABLE + " = " + variables.get(VARIABLE) + ": must be live or test");
        };
    }

    /** What the names of the embedded databases begin with. */
    public String prefix() {
        return prefix;
    }

    /** Whether a database may be touched. */
    public boolean allows(String database) {
        return this == LIVE || database.startsWith(prefix);
    }

    /**
     * Refuses what may not be touched.
     *
     * @throws IllegalArgumentException with one line for a person
     */
    public void requireAllowed(String database) {
        if (!allows(database)) {
            throw new IllegalArgumentException(VARIABLE + " = test: the database " + database
                    + " is not for tests; their names begin with " + prefix);
        }
    }
}
