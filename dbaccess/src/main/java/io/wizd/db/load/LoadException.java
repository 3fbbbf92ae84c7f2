package io.wizd.db.load;

/** Ends the load: one line that says what is wrong and what to do, and the exit status that goes with it. */
class LoadException extends Exception {

    private static final long serialVersionUID = 1;

    private final ExitStatus status;

    LoadException(ExitStatus status, String message) {
        super(message);
        this.status = status;
    }

    LoadException(ExitStatus status, String message, Throwable cause) {
        super(message, cause);
        this.status = status;
    }

    ExitStatus status() {
        return status;
    }
}
