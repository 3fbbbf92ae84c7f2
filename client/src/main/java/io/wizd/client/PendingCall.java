package io.wizd.client;

import io.netty.util.concurrent.Future;
import io.wizd.protocol.Message;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A call that waits for its reply. Apart from its future, confined to the event loop. */
final class PendingCall {
    /** How far a call has come; a frame that was not written whole cannot be carried out. */
    enum Stage {
        WAITING,
        WRITING,
        SENT
    }

    final long seqNum;
    final Message message;
    final int timeoutMs;
    final long startedNanos;
    final CompletableFuture<Reply> reply = new CompletableFuture<>();

    Stage stage = Stage.WAITING;
    private @Nullable Future<?> timer;

    PendingCall(long seqNum, Message message, int timeoutMs, long startedNanos) {
        this.seqNum = seqNum;
        this.message = message;
        this.timeoutMs = timeoutMs;
        this.startedNanos = startedNanos;
    }

    void timer(Future<?> newTimer) {
        timer = newTimer;
    }

    void cancelTimer() {
        if (timer != null) {
            timer.cancel(false);
        }
    }

    String msgType() {
        return message.msgType();
    }

    long elapsedMs() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startedNanos);
    }

    /** What is known once the connection has ended: then no write can complete any more. */
    Outcome outcomeAfterLoss() {
        return stage == Stage.SENT ? Outcome.UNKNOWN : Outcome.NOT_SENT;
    }

    /** What is known while the connection goes on: what was handed to it may still be written. */
    Outcome outcomeAfterTimeout() {
        return stage == Stage.WAITING ? Outcome.NOT_SENT : Outcome.UNKNOWN;
    }
}
