package io.wizd.server.http;

import io.wizd.budget.RequestMemory;
import io.wizd.server.http.wire.HttpReply;
import io.wizd.server.http.wire.ReplyWriter.Part;
import io.wizd.server.http.wire.ReplyWriter.Persistence;
import io.wizd.server.http.wire.RequestHead;
import org.jspecify.annotations.Nullable;

/** One request and its reply, from its first header field to the last byte of the reply. On the event loop. */
final class Exchange {
    /** Absent if the request could not be read; the connection closes then. */
    final @Nullable RequestHead head;

    /** What it holds, until its reply is written or will never be. */
    final RequestMemory memory;

    private final Part part;

    /** Whether the connection goes on after this exchange. */
    boolean keepAlive;

    /** Whether the client waits for 100 to send its body. */
    boolean awaitsContinue;

    /** Whether the reply is decided already, so that what comes of the body is not wanted. */
    boolean decided;

    /** Whether it counts as in flight: nothing more of it will be read, and it is not answered. */
    boolean inFlight;

    boolean written;

    @Nullable
    HttpReply reply;

    Exchange(RequestHead head, RequestMemory memory) {
        this.head = head;
        this.memory = memory;
        this.part = head.isHead() ? Part.HEAD : Part.ALL;
        this.keepAlive = head.keepAlive();
    }

    private Exchange(Part part, RequestMemory memory) {
        this.head = null;
        this.memory = memory;
        this.part = part;
    }

    /** For a request that is malformed. */
    static Exchange unreadable(String verb, RequestMemory memory) {
        return new Exchange(verb.equals("HEAD") ? Part.HEAD : Part.ALL, memory);
    }

    /** Whether its method asks for nothing to be changed (RFC 9110, 9.2.1). */
    boolean isSafe() {
        return head == null || head.isSafe();
    }

    Part part() {
        return part;
    }

    /** What the reply says about the connection. */
    Persistence persistence() {
        if (!keepAlive) {
            return Persistence.SAY_CLOSE;
        }
        return head != null && head.http10() ? Persistence.SAY_KEEP_ALIVE : Persistence.USUAL;
    }
}
