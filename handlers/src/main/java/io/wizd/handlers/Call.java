package io.wizd.handlers;

import io.wizd.db.Request;
import io.wizd.protocol.Effect;
import io.wizd.protocol.Json;
import io.wizd.protocol.Message;

/**
 * One message being carried out. Immutable.
 *
 * @param message as it came
 * @param effect of its type
 * @param deadlineNanos until when it may be tried, by {@link System#nanoTime()}
 */
public record Call(Message message, Effect effect, long deadlineNanos) implements Request {

    /** The body as it came, valid and with all its declared fields checked. */
    @Override
    public Json body() {
        return message.body();
    }
}
