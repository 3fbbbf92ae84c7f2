package io.wizd.db.load;

/** The load stopped between two transactions; the message says why, and whoever catches it adds how far it came. */
final class StoppedException extends LoadException {

    private static final long serialVersionUID = 1;

    StoppedException(ExitStatus status, String why) {
        super(status, why);
    }
}
