package io.wizd.server.config;

import org.slf4j.event.Level;

/** How the log looks, and how much of it there is. */
public record LogConfig(Format format, Level level) {

    /** One line an event, either way. */
    public enum Format {
        /** For people. */
        HUMAN,
        /** For machines: a JSON object. */
        JSON
    }
}
