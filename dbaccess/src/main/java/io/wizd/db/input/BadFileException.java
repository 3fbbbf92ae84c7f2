package io.wizd.db.input;

/** A file that cannot be read, or from some place on cannot. The message is one line for people. */
public final class BadFileException extends Exception {
    private static final long serialVersionUID = 1L;

    public BadFileException(String message) {
        super(message);
    }

    public BadFileException(String message, Throwable cause) {
        super(message, cause);
    }
}
