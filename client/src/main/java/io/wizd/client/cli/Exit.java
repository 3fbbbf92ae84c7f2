package io.wizd.client.cli;

/** The exit statuses of {@code wiz}, after sysexits.h. */
final class Exit {
    static final int OK = 0;
    /** The server replied with an error, or a case failed. */
    static final int FAILED = 1;

    static final int USAGE = 64;
    static final int BAD_DATA = 65;
    static final int UNAVAILABLE = 69;
    static final int SOFTWARE = 70;
    static final int IO_ERROR = 74;
    static final int TIMED_OUT = 75;

    private Exit() {}
}
