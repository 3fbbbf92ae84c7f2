package io.wizd.server.pipeline;

import io.wizd.budget.Memory;
import io.wizd.protocol.Reply;
import io.wizd.server.dispatch.ReplyStream;

/** One reply to a message, until it is written. */
sealed interface OutgoingReply {
    /** What it answers. */
    Received received();

    /** Whether it is written whether the client reads or not; what waits for it is counted with the connection. */
    default boolean isSmall() {
        return true;
    }

    /** A reply that is there whole. */
    record Whole(Received received, Reply.Ready<?> reply) implements OutgoingReply {
        @Override
        public boolean isSmall() {
            return !(reply instanceof Reply.Data<?> data && data.json().length() > Memory.SMALL_BYTES);
        }
    }

    /** A list that is made while it is sent. */
    record Streamed(Received received, ReplyStream stream) implements OutgoingReply {}
}
