package io.wizd.server.config;

/** Which values must not be shown. */
final class Secrets {
    private Secrets() {}

    static boolean isSecret(String key) {
        return key.endsWith("password");
    }
}
