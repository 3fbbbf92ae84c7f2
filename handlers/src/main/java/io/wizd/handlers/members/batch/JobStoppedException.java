package io.wizd.handlers.members.batch;

/** A job that ends before its time, and not by a fault. */
final class JobStoppedException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Who wants so. */
    enum Reason {
        /** Somebody cancelled it. */
        CANCELLED,
        /** The server stops; the job goes on when it is back. */
        SERVER_STOPS
    }

    private final Reason reason;

    JobStoppedException(Reason reason) {
        super(reason.toString());
        this.reason = reason;
    }

    Reason reason() {
        return reason;
    }
}
