package io.wizd.handlers.members.batch;

/** A file that is no file of members, or from some place on none. The message is one line for people. */
final class BadFileException extends Exception {
    private static final long serialVersionUID = 1L;

    BadFileException(String message) {
        super(message);
    }

    BadFileException(String message, Throwable cause) {
        super(message, cause);
    }
}
