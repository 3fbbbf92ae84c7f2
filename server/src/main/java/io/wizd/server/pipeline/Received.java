package io.wizd.server.pipeline;

import io.wizd.budget.RequestMemory;
import io.wizd.event.Origin;
import io.wizd.protocol.Fault;
import io.wizd.protocol.Message;
import io.wizd.server.connection.Connection;
import io.wizd.server.connection.Envelope;
import io.wizd.server.logfile.AccessEntry;
import org.jspecify.annotations.Nullable;

/**
 * What has come as one frame, until its reply is written.
 *
 * @param envelope of the reply
 * @param memory of the request
 * @param requestId what its client calls it, if anything
 * @param atNanos when it was there whole, by {@link System#nanoTime()}; 0 if nobody writes that down
 */
record Received(
        Envelope envelope, RequestMemory memory, @Nullable String requestId, long atNanos) {

    static Received of(Message message, RequestMemory memory, long atNanos) {
        return new Received(Envelope.of(message), memory, message.requestId(), atNanos);
    }

    /**
     * What the access log says of it, now that it is answered.
     *
     * @param bytes of the reply; negative if nobody counted them
     */
    AccessEntry accessEntry(Connection connection, @Nullable Fault fault, long bytes) {
        String type = envelope.msgType();
        Origin origin = new Origin(connection.peer().client(null), requestId);
        return AccessEntry.ofMessage(type == null ? "" : type, origin, System.nanoTime() - atNanos, fault, bytes);
    }
}
