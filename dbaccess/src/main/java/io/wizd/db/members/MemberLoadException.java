package io.wizd.db.members;

/** A node does not take the rows, and trying again would not help. The message is for people. */
public final class MemberLoadException extends Exception {
    private static final long serialVersionUID = 1L;

    public MemberLoadException(String message) {
        super(message);
    }

    public MemberLoadException(String message, Throwable cause) {
        super(message, cause);
    }
}
