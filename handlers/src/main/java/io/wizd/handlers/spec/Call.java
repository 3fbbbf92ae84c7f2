package io.wizd.handlers.spec;

import io.wizd.budget.RequestMemory;
import io.wizd.db.Request;
import io.wizd.protocol.Effect;
import io.wizd.protocol.Json;
import io.wizd.protocol.Message;
import org.jspecify.annotations.Nullable;

/**
 * One message being carried out. Immutable, but for its memory.
 *
 * @param message as it came, but for fields of its body that its type does not declare: those are gone
 * @param effect of its type
 * @param deadlineNanos until when it may be tried, by {@link System#nanoTime()}; with an upload it is reckoned from when
 *     the whole file was there
 * @param upload the body that went to a file, where the message came by a route that {@link RouteBuilder#upload takes one};
 *     null over any other way, so that no client can name a file
 * @param memory for what of the reply is known to be large before it is made
 */
public record Call(
        Message message,
        Effect effect,
        long deadlineNanos,
        @Nullable Upload upload,
        RequestMemory memory) implements Request {

    /** A message that no client sent. */
    public Call(Message message, Effect effect, long deadlineNanos) {
        this(message, effect, deadlineNanos, null, RequestMemory.unlimited());
    }

    /** The same call with another body. */
    @Override
    public Call withBody(Json body) {
        return new Call(message.withBody(body), effect, deadlineNanos, upload, memory);
    }

    /** The declared fields of the body, as they came and checked. */
    @Override
    public Json body() {
        return message.body();
    }
}
