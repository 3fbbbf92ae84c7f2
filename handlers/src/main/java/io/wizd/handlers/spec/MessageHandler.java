package io.wizd.handlers.spec;

import io.wizd.protocol.Reply;

/**
 * Carries out one type of message. One instance serves all connections, so it keeps no state of a message.
 *
 * @param <I> the record of the message's fields
 * @param <O> the record of the reply's fields
 */
public interface MessageHandler<I, O> {
    /** What it takes, gives and needs; the same object each time. */
    MessageSpec<I, O> spec();

    /**
     * Carries out one message that has passed every check of the dispatcher, on the thread that the spec's {@link Lane}
     * says. What it throws becomes an error reply: a {@link io.wizd.protocol.WizdException} as it says, anything else
     * {@code INTERNAL}.
     */
    Reply<O> handle(Call call, I in);
}
