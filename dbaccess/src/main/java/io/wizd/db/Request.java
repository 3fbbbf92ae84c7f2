package io.wizd.db;

import io.wizd.protocol.Effect;
import io.wizd.protocol.Json;

/** What the DAO needs to know of a message in order to carry it out. */
public interface Request {
    /** One element of the array that the procedure takes: a JSON object. */
    Json body();

    /** Whether it may be sent again. */
    Effect effect();

    /** Until when it may be tried, by {@link System#nanoTime()}. */
    long deadlineNanos();

    /** The same request with another body. */
    default Request withBody(Json body) {
        return new Plain(body, effect(), deadlineNanos());
    }

    /** A request that is no message: of the server itself, or of a tool. */
    record Plain(Json body, Effect effect, long deadlineNanos) implements Request {}
}
