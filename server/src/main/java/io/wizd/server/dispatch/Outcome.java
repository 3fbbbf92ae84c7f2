package io.wizd.server.dispatch;

import io.wizd.protocol.Fault;
import io.wizd.protocol.Json;
import io.wizd.protocol.SharedJson;
import java.util.function.Supplier;

/** How a message ended. */
public sealed interface Outcome {
    /** With data, which goes out as it is. */
    record Success(Json data) implements Outcome {}

    /**
     * With data that is sent from where it lies.
     *
     * @param items the same as a stream instead; to be asked for once, and only while {@link ReplySink#answer} runs
     */
    record Shared(SharedJson data, Supplier<ReplyStream> items) implements Outcome {}

    /** With a list that is made while it is sent; the message is in flight until that has ended. */
    record Streamed(ReplyStream stream) implements Outcome {}

    /** With an error. */
    record Failure(Fault fault) implements Outcome {}
}
