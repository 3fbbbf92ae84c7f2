package io.wizd.client;

/** What a connection tells to whoever handed it calls. On the event loop. */
interface LinkEvents {
    /** The call, which was in flight there, has its reply. */
    void replied(PendingCall call, Endpoint from, ReplyMessage reply);

    /** The connection of the call ended without a reply; {@link PendingCall#lost} was called. */
    void lost(PendingCall call);

    /** A server has come up, gone down or has room again. */
    void changed();
}
