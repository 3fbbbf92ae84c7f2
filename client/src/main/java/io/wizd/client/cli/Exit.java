package io.wizd.client.cli;

/** The exit statuses of {@code wiz}, after sysexits.h. */
final class Exit {
    static final int OK = 0;
    /** The server replied with an error, or a case failed. */
    static final int FAILED = 1;

    static final int USAGE = 64;
    static final int BAD_DATA = 65;
    /** A file that is to be read is not there, or may not be read. */
    static final int NO_INPUT = 66;
    /** No server answers, or it refuses for the moment. */
    static final int UNAVAILABLE = 69;

    static final int SOFTWARE = 70;
    static final int CANNOT_CREATE = 73;
    /** A file cannot be read or written to its end. */
    static final int IO_ERROR = 74;

    static final int TIMED_OUT = 75;

    private Exit() {}
}
