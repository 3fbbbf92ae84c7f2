package io.wizd.client;

import io.netty.util.concurrent.Future;
import io.wizd.protocol.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A call that waits for its reply. Apart from its future, confined to the event loop. */
final class PendingCall {
    /** How far an attempt has come; a frame that was not written whole cannot be carried out. */
    enum Stage {
        WAITING,
        WRITING,
        SENT
    }

    final long seqNum;
    final Message message;
    final int timeoutMs;
    final long startedNanos;
    final CompletableFuture<ReplyMessage> reply = new CompletableFuture<>();

    /** Told what came of the call before its future is. */
    private final BiConsumer<PendingCall, String> over;

    /** The servers it was given to, the last one last. */
    final List<Endpoint> tried = new ArrayList<>();

    Stage stage = Stage.WAITING;

    @Nullable
    Link link;

    String lastFailure = "";

    @Nullable
    Throwable lastCause;

    int losses;
    private boolean ended;
    private @Nullable Future<?> deadline;

    PendingCall(long seqNum, Message message, int timeoutMs, long startedNanos, BiConsumer<PendingCall, String> over) {
        this.seqNum = seqNum;
        this.message = message;
        this.timeoutMs = timeoutMs;
        this.startedNanos = startedNanos;
        this.over = over;
    }

    void deadline(Future<?> timer) {
        deadline = timer;
    }

    String msgType() {
        return message.msgType();
    }

    long elapsedNanos() {
        return System.nanoTime() - startedNanos;
    }

    long elapsedMs() {
        return TimeUnit.NANOSECONDS.toMillis(elapsedNanos());
    }

    long leftMs() {
        return Math.max(0, timeoutMs - elapsedMs());
    }

    /** The connection of the attempt has ended: then no write can complete any more. */
    void lost(String why, @Nullable Throwable cause) {
        link = null;
        lastFailure = why;
        lastCause = cause;
        losses += stage == Stage.SENT ? 1 : 0;
        stage = Stage.WAITING;
    }

    /** Any attempt counts; what was handed to a connection that goes on may still be written. */
    Outcome outcome() {
        return losses > 0 || stage != Stage.WAITING ? Outcome.UNKNOWN : Outcome.NOT_SENT;
    }

    /** How often and where, if it was more than once. */
    String attempts() {
        return tried.size() < 2
                ? ""
                : "tried %d times (%s)"
                        .formatted(
                                tried.size(),
                                tried.stream().map(e -> e.address().toString()).collect(Collectors.joining(", ")));
    }

    boolean isOver() {
        return ended;
    }

    void complete(ReplyMessage arrived) {
        ReplyError error = arrived.error();
        if (end(error == null ? "ok" : error.code())) {
            reply.complete(arrived);
        }
    }

    void fail(String outcome, ClientException failure) {
        if (end(outcome)) {
            reply.completeExceptionally(failure);
        }
    }

    private boolean end(String outcome) {
        if (ended) {
            return false;
        }
        ended = true;
        if (deadline != null) {
            deadline.cancel(false);
        }
        over.accept(this, outcome);
        return true;
    }
}
