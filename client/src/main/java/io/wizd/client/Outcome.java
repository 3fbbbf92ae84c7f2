package io.wizd.client;

/** What is known of a call that got no reply. It is the caller who decides about a retry. */
public enum Outcome {
    /** The server has not received it: sending it again is safe. */
    NOT_SENT,
    /** The server may have carried it out: sending it again is safe where doing it twice is, or with a requestId. */
    UNKNOWN
}
