package io.wizd.program;

/**
 * Nobody reads standard output any more, so the program has nothing left to do. An error, as the end of a thread once was one: no
 * command is to take it for a failure of what it does, and all that it opened is closed on the way.
 */
final class OutputClosed extends Error {
    private static final long serialVersionUID = 1L;

    OutputClosed() {
        super("nobody reads standard output any more", null, false, false);
    }
}
