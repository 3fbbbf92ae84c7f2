package io.wizd.server;

import java.util.Objects;

/** The version of this build. */
public final class Version {
    private Version() {}

    /** As the jar says; {@code development} where the classes lie in a folder. */
    public static String current() {
        return Objects.requireNonNullElse(Version.class.getPackage().getImplementationVersion(), "development");
    }
}
