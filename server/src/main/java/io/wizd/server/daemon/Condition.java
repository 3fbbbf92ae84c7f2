package io.wizd.server.daemon;

/** How the server of a data directory is. */
public sealed interface Condition {

    /** It serves: it answers {@code /health/live}. */
    record Up(long pid, String url, String version, Launch launch) implements Condition {}

    /** It does not serve yet, or no more. */
    record Changing(long pid) implements Condition {}

    /** It runs and has said that it serves, but does not answer {@code /health/live} in time. */
    record Silent(long pid, String url, Launch launch) implements Condition {}

    /** None runs; the last one ended as it should. */
    record Down() implements Condition {}

    /** None runs; the last one was killed, and its PID file lies there still. */
    record Dead(String pidFile, Launch launch) implements Condition {}
}
