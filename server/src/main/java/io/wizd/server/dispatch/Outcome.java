package io.wizd.server.dispatch;

import io.wizd.protocol.Fault;
import io.wizd.protocol.Json;

/** How a message ended. */
public sealed interface Outcome {
    /** With data, which goes out as it is. */
    record Success(Json data) implements Outcome {}

    /** With an error. */
    record Failure(Fault fault) implements Outcome {}
}
