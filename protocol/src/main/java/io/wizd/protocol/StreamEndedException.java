package io.wizd.protocol;

/**
 * Ends whoever makes the items of a reply: the client is gone, or the server stops. No error, and nobody is told; let it
 * pass.
 */
public final class StreamEndedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** With the reason, for the log. */
    public StreamEndedException(String why) {
        super(why, null, false, false);
    }
}
