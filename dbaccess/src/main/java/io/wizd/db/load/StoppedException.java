package io.wizd.db.load;

/** The load stopped and undid the transaction that it was in; the message says why, and whoever catches it adds how far it came. */
final class StoppedException extends LoadException {

    private static final long serialVersionUID = 1;

    StoppedException(ExitStatus status, String why) {
        super(status, why);
    }

    StoppedException(ExitStatus status, String why, Throwable cause) {
        super(status, why, cause);
    }
}
