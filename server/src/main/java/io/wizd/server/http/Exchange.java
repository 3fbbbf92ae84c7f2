package io.wizd.server.http;

import io.wizd.budget.RequestMemory;
import io.wizd.event.Origin;
import io.wizd.server.connection.Connection;
import io.wizd.server.http.form.ProblemForm;
import io.wizd.server.http.wire.HttpReply;
import io.wizd.server.http.wire.ReplyWriter.Part;
import io.wizd.server.http.wire.ReplyWriter.Persistence;
import io.wizd.server.http.wire.RequestHead;
import io.wizd.server.logfile.AccessEntry;
import org.jspecify.annotations.Nullable;

/** One request and its reply, from its first header field to the last byte of the reply. On the event loop. */
final class Exchange {
    /** Absent if the request could not be read; the connection closes then. */
    final @Nullable RequestHead head;

    /** What it holds, until its reply is written or will never be. */
    final RequestMemory memory;

    private final Part part;
    private final Connection connection;

    /** Of the requests of its connection, from 1. */
    private final int number;

    /** Whether the connection goes on after this exchange. */
    boolean keepAlive;

    /** Whether the client waits for 100 to send its body. */
    boolean awaitsContinue;

    /** Whether the reply is decided already, so that what comes of the body is not wanted. */
    boolean decided;

    /** Whether it counts as in flight: nothing more of it will be read, and it is not answered. */
    boolean inFlight;

    boolean written;

    /** When its head had come, by {@link System#nanoTime()}; 0 if nobody asks. */
    long begunNanos;

    @Nullable
    HttpReply reply;

    /** @param number of the requests of the connection, from 1 */
    Exchange(RequestHead head, Connection connection, int number) {
        this(head, head.isHead() ? Part.HEAD : Part.ALL, connection, number);
        this.keepAlive = head.keepAlive();
    }

    private Exchange(@Nullable RequestHead head, Part part, Connection connection, int number) {
        this.head = head;
        this.part = part;
        this.connection = connection;
        this.number = number;
        this.memory = connection.forRequestInOrder();
    }

    /** For a request that is malformed. */
    static Exchange unreadable(String verb, Connection connection, int number) {
        return new Exchange(null, verb.equals("HEAD") ? Part.HEAD : Part.ALL, connection, number);
    }

    /** Whether its method asks for nothing to be changed (RFC 9110, 9.2.1). */
    boolean isSafe() {
        return head == null || head.isSafe();
    }

    /** Where it came from. Any thread. */
    Origin origin() {
        String forwardedFor = head == null ? null : head.fields().forwardedFor;
        return new Origin(connection.peer().client(forwardedFor), requestId());
    }

    /** What the access log says of it, now that it is answered. */
    AccessEntry accessEntry(HttpReply answer) {
        boolean empty = part == Part.HEAD || answer.status() == 204 || answer.status() == 304;
        return new AccessEntry(
                System.currentTimeMillis(),
                System.nanoTime() - begunNanos,
                origin(),
                head == null ? "" : head.verb(),
                head == null ? "" : head.target().raw(),
                head != null && head.http10() ? "HTTP/1.0" : "HTTP/1.1",
                answer.status(),
                null,
                empty ? 0 : answer.body().length(),
                head == null ? null : head.fields().referer,
                head == null ? null : head.fields().userAgent);
    }

    /** As its client calls it, or else as this server does. */
    private String requestId() {
        String given = head == null ? null : head.fields().requestId();
        return given != null ? given : connection.id() + "-" + number;
    }

    /** The reply; an error in the form that its client reads best, if the request could be read as far as that. */
    HttpReply inForm(HttpReply reply) {
        return head == null || reply.status() < 400 ? reply : ProblemForm.of(reply, head.fields().accept, requestId());
    }

    /**
     * The reply, with what the request is called if its client calls it anything, or is to tell of an error; and with a word to caches
     * where it is for one session alone.
     */
    HttpReply named(HttpReply reply) {
        boolean named = reply.status() >= 400 || head != null && head.fields().namesRequest();
        HttpReply told = named ? reply.with("X-Request-Id", requestId()) : reply;
        return head != null && head.fields().hasSession() ? told.with("Cache-Control", "private") : told;
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
