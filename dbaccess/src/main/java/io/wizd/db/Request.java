package io.wizd.db;

import io.wizd.protocol.Effect;
import io.wizd.protocol.JsonBytes;

/**
 * What a procedure is asked for.
 *
 * @param body one element of the array that the procedure takes: a JSON object
 * @param effect whether it may be sent again
 * @param deadlineNanos until when it may be tried, by {@link System#nanoTime()}
 */
public record Request(JsonBytes body, Effect effect, long deadlineNanos) {}
