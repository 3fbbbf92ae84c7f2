package io.wizd.server.daemon;

/** How the server of a data directory is. */
public sealed interface Condition {

    /** It serves. */
    record Up(long pid, String url, String version) implements Condition {}

    /** It does not serve yet, or no more. */
    record Changing(long pid) implements Condition {}

    /** None runs; the last one ended as it should. */
    record Down() implements Condition {}

    /** None runs; the last one was killed, and its PID file lies there still. */
    record Dead(String pidFile) implements Condition {}
}
