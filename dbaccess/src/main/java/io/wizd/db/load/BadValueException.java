package io.wizd.db.load;

/** A value that its column cannot take; the message completes the sentence {@code "value" …}. */
final class BadValueException extends Exception {

    private static final long serialVersionUID = 1;

    BadValueException(String reason) {
        // A file may hold a million of them, and nobody reads the stack.
        super(reason, null, false, false);
    }

    String reason() {
        return String.valueOf(getMessage());
    }
}
