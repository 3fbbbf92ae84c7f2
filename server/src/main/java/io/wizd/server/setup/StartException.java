package io.wizd.server.setup;

import java.util.List;

/** Why the server does not start: one line for a person, or one for each of several reasons, and the exit status (sysexits.h). */
public final class StartException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** A service that is needed is not available. */
    public static final int UNAVAILABLE = 69;

    /** Something cannot be made: a file, a socket. */
    public static final int CANNOT_CREATE = 73;

    /** Somebody else uses it now. */
    public static final int TRY_LATER = 75;

    /** Another user may do it, this one not. */
    public static final int NOT_PERMITTED = 77;

    /** The configuration is wrong. */
    public static final int CONFIG = 78;

    private final int exitStatus;
    private final transient List<String> lines;

    /** One line that says what is wrong and what to do. */
    public StartException(int exitStatus, String message, Throwable cause) {
        super(message, cause);
        this.exitStatus = exitStatus;
        this.lines = List.of(message);
    }

    /** The same where no exception told it. */
    public StartException(int exitStatus, String message) {
        super(message);
        this.exitStatus = exitStatus;
        this.lines = List.of(message);
    }

    /** Several reasons, a line each. */
    public StartException(int exitStatus, List<String> reasons) {
        super(String.join("\n", reasons));
        this.exitStatus = exitStatus;
        this.lines = List.copyOf(reasons);
    }

    public static StartException addressInUse(String host, int port, Throwable cause) {
        return new StartException(
                CANNOT_CREATE,
                "cannot listen on " + host + ":" + port + ": " + reason(cause) + " (another port: --port N)",
                cause);
    }

    /** The transport tells of a system call and its number first. */
    private static String reason(Throwable cause) {
        return String.valueOf(cause.getMessage()).replaceFirst("^.* failed with error\\(-?\\d+\\): ", "");
    }

    /** What is told to a person: each reason begins a line. */
    public List<String> lines() {
        return lines;
    }

    /** For {@link System#exit}. */
    public int exitStatus() {
        return exitStatus;
    }
}
