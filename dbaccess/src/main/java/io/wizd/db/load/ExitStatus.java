package io.wizd.db.load;

/** What {@code bin/load} returns to the shell; the numbers are those of sysexits.h. */
enum ExitStatus {
    /** The command line is wrong, or asks for what does not fit the state of things. */
    USAGE(64),
    /** Rows that the table cannot take, or a file that is not what it should be. */
    DATA(65),
    /** No such file, or not readable; no such table. */
    NO_INPUT(66),
    /** The database cannot be reached. */
    UNAVAILABLE(69),
    /** The database refused for a reason that is not in the rows, or the loader itself is at fault. */
    SOFTWARE(70),
    /** A file of ours cannot be made. */
    CANNOT_CREATE(73),
    /** Reading or writing failed on the way. */
    IO(74),
    /** Broken off; {@code --resume} goes on. */
    TEMPORARY(75),
    /** The account may not do this. */
    NO_PERMISSION(77),
    /** A configuration file holds nonsense. */
    CONFIGURATION(78);

    private final int code;

    ExitStatus(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }
}
