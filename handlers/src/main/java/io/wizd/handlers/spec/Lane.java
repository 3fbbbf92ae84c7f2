package io.wizd.handlers.spec;

/** Where a handler runs. */
public enum Lane {
    /**
     * On the event loop: pure memory and far under 50 µs, or handing the request over to the database and returning
     * the {@link io.wizd.protocol.Reply.Pending} at once. Must not block.
     */
    INLINE,
    /** On a virtual thread of its own, where it may wait. */
    BLOCKING
}
