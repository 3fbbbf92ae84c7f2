package io.wizd.handlers;

import io.wizd.db.Request;
import io.wizd.protocol.Effect;
import io.wizd.protocol.Json;
import io.wizd.protocol.Message;
import org.jspecify.annotations.Nullable;

/**
 * One message being carried out. Immutable.
 *
 * @param message as it came, but for fields of its body that its type does not declare: those are gone
 * @param effect of its type
 * @param deadlineNanos until when it may be tried, by {@link System#nanoTime()}; with an upload it is reckoned from when
 *     the whole file was there
 * @param upload the body that went to a file, where the message came by a route that {@link Route#upload takes one};
 *     null over any other way, so that no client can name a file
 */
public record Call(
        Message message,
        Effect effect,
        long deadlineNanos,
        @Nullable Upload upload) implements Request {

    /** A message without an upload. */
    public Call(Message message, Effect effect, long deadlineNanos) {
        this(message, effect, deadlineNanos, null);
    }

    /** The declared fields of the body, as they came and checked. */
    @Override
    public Json body() {
        return message.body();
    }
}
