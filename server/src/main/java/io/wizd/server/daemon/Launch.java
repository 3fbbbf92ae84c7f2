package io.wizd.server.daemon;

import java.util.Properties;

/**
 * How a server was started, so that a restart starts the same one again. Texts are empty where nothing is known or was asked.
 *
 * @param configFile its configuration file, there or not
 * @param profile that is in force
 * @param askedConfig the configuration file that an option or a variable named
 * @param askedPort where it listens, if an option or a variable named a port
 * @param askedProfile the profile that an option or a variable named
 */
public record Launch(String configFile, String profile, String askedConfig, String askedPort, String askedProfile) {
    /** Of a server that does not say. */
    public static final Launch UNKNOWN = new Launch("", "", "", "", "");

    void into(Properties properties) {
        properties.setProperty("config", configFile);
        properties.setProperty("profile", profile);
        properties.setProperty("asked.config", askedConfig);
        properties.setProperty("asked.port", askedPort);
        properties.setProperty("asked.profile", askedProfile);
    }

    static Launch of(Properties properties) {
        return new Launch(
                properties.getProperty("config", ""),
                properties.getProperty("profile", ""),
                properties.getProperty("asked.config", ""),
                properties.getProperty("asked.port", ""),
                properties.getProperty("asked.profile", ""));
    }
}
