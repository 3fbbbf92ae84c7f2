package io.wizd.client;

/** What a configuration must fulfil. Static, any thread. */
final class Requirement {
    private Requirement() {}

    static void check(boolean condition, String otherwise) {
        if (!condition) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
