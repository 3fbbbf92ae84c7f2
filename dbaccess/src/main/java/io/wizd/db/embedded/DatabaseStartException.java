package io.wizd.db.embedded;

/**
 * The embedded database did not start, or did not stay up. The message is one line for the user that says what is wrong and what to do;
 * {@link #exitStatus()} is what a program that gives up should exit with (sysexits.h).
 */
public final class DatabaseStartException extends RuntimeException {

    private static final int UNAVAILABLE = 69;
    private static final int CANNOT_CREATE = 73;
    private static final int IO_ERROR = 74;
    private static final int TRY_LATER = 75;

    private final int exitStatus;

    private DatabaseStartException(int exitStatus, String message) {
        super(message);
        this.exitStatus = exitStatus;
    }

    /** Something the start needs does not exist on this machine, or does not run. */
    static DatabaseStartException unavailable(String message) {
        return new DatabaseStartException(UNAVAILABLE, message);
    }

    /** A file or folder cannot be made or written. */
    static DatabaseStartException cannotCreate(String message) {
        return new DatabaseStartException(CANNOT_CREATE, message);
    }

    static DatabaseStartException ioError(String message) {
        return new DatabaseStartException(IO_ERROR, message);
    }

    /** Somebody else uses it now. */
    static DatabaseStartException tryLater(String message) {
        return new DatabaseStartException(TRY_LATER, message);
    }

    /** The exit status of sysexits.h that tells a script the kind of failure. */
    public int exitStatus() {
        return exitStatus;
    }
}
