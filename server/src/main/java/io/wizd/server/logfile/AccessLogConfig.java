package io.wizd.server.logfile;

import java.nio.file.Path;

/**
 * Whether there is an access log, and how it looks.
 *
 * @param file where it is
 */
public record AccessLogConfig(Format format, Path file) {

    /** One line a request. */
    public enum Format {
        /** There is none. */
        NONE,
        /** As many web servers write it, and many tools read it. */
        COMBINED,
        /** A JSON object. */
        JSON
    }
}
