package io.wizd.server.http;

import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Ends requests that begin and do not end, and connections that are not used. One scheduled check a connection, no clock
 * for a request that comes whole; an unused connection may stay as much longer as a request may take. On the event loop.
 */
final class TimeGuard {
    private final EventExecutor eventLoop;
    private final Watched watched;
    private final long requestTimeoutNanos;
    private final long idleTimeoutNanos;

    private @Nullable ScheduledFuture<?> check;
    private boolean waiting;
    private long waitingSinceNanos;
    private boolean used;
    private long unusedSinceNanos;

    /** What is guarded. */
    interface Watched {
        /** Whether a part of a request has come, and the rest is missing for want of bytes. */
        boolean isWaitingForRest();

        /** Whether nothing is to be answered. */
        boolean isIdle();

        void requestTimedOut();

        void idleTimedOut();
    }

    TimeGuard(EventExecutor eventLoop, Watched watched, long requestTimeoutMs, long idleTimeoutMs) {
        this.eventLoop = eventLoop;
        this.watched = watched;
        this.requestTimeoutNanos = TimeUnit.MILLISECONDS.toNanos(requestTimeoutMs);
        this.idleTimeoutNanos = TimeUnit.MILLISECONDS.toNanos(idleTimeoutMs);
    }

    void start() {
        unusedSinceNanos = System.nanoTime();
        schedule(Math.min(requestTimeoutNanos, idleTimeoutNanos));
    }

    void stop() {
        if (check != null) {
            check.cancel(false);
        }
    }

    /** A request was read whole. */
    void requestEnded() {
        waiting = false;
        used = true;
    }

    /** So much of a large body has come that its client deserves the whole time again. */
    void progressed() {
        waiting = false;
    }

    /** What came was looked at: the next request may have begun in it. */
    void readEnded() {
        if (!watched.isWaitingForRest()) {
            waiting = false;
        } else if (!waiting) {
            waiting = true;
            waitingSinceNanos = System.nanoTime();
        }
    }

    private void schedule(long delayNanos) {
        check = eventLoop.schedule(this::check, Math.max(delayNanos, 1), TimeUnit.NANOSECONDS);
    }

    private void check() {
        long now = System.nanoTime();
        if (used || !watched.isIdle()) {
            used = false;
            unusedSinceNanos = now;
        }
        long requestLeftNanos = waiting ? waitingSinceNanos + requestTimeoutNanos - now : requestTimeoutNanos;
        long idleLeftNanos = unusedSinceNanos + idleTimeoutNanos - now;
        if (requestLeftNanos <= 0 && watched.isWaitingForRest()) {
            watched.requestTimedOut();
        } else if (idleLeftNanos <= 0 && !waiting) {
            watched.idleTimedOut();
        } else {
            schedule(Math.min(
                    positiveOr(requestTimeoutNanos, requestLeftNanos), positiveOr(requestTimeoutNanos, idleLeftNanos)));
        }
    }

    private static long positiveOr(long other, long nanos) {
        return nanos > 0 ? nanos : other;
    }
}
