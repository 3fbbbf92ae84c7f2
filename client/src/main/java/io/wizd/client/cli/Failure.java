package io.wizd.client.cli;

/** Ends the command with one line for its user. */
class Failure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int exitStatus;

    Failure(int exitStatus, String line) {
        super(line, null, false, false);
        this.exitStatus = exitStatus;
    }

    int exitStatus() {
        return exitStatus;
    }
}
