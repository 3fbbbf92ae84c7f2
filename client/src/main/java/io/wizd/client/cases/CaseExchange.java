package io.wizd.client.cases;

import io.wizd.protocol.Json;
import java.io.IOException;

/** Sends one envelope, and gives its reply, over whatever transport. */
@FunctionalInterface
public interface CaseExchange {
    /**
     * Waits for the reply, within a time of its own.
     *
     * @param envelope the text to send; it need not be a proper message
     * @return the whole reply, {@code {"msgType":…,"result":…}}
     * @throws IOException if none comes
     */
    Json exchange(Json envelope) throws IOException;
}
