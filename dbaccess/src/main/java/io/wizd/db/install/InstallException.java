package io.wizd.db.install;

/** Why the installation stopped, in one line for the user, with the exit status of sysexits.h. */
final class InstallException extends RuntimeException {

    private static final int USAGE = 64;
    private static final int UNAVAILABLE = 69;
    private static final int CANNOT_CREATE = 73;

    private final int exitStatus;

    private InstallException(int exitStatus, String message) {
        super(message);
        this.exitStatus = exitStatus;
    }

    static InstallException usage(String message) {
        return new InstallException(USAGE, message);
    }

    static InstallException unavailable(String message) {
        return new InstallException(UNAVAILABLE, message);
    }

    static InstallException cannotCreate(String message) {
        return new InstallException(CANNOT_CREATE, message);
    }

    int exitStatus() {
        return exitStatus;
    }
}
