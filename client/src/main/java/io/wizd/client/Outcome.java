package io.wizd.client;

/** What is known of a call that got no reply, all its attempts together. */
public enum Outcome {
    /** No server has received it: sending it again is safe. */
    NOT_SENT,
    /** A server may have carried it out: sending it again is safe where doing it twice is, or with a requestId. */
    UNKNOWN
}
