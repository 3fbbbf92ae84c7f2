package io.wizd.protocol;

/** What sending a message a second time would do, and so what may be retried after a lost reply. */
public enum Effect {
    /** Changes nothing. */
    READ,
    /** Changes something, and sent again leaves the same state. */
    IDEMPOTENT_WRITE,
    /** Sent again might change something again, unless it carries a requestId. */
    WRITE;

    /** Whether it may be sent again when nobody knows what became of the first. */
    public boolean mayBeSentAgain() {
        return this != WRITE;
    }
}
