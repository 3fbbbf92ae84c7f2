package io.wizd.server.connection;

import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Ends requests that begin and do not end, and connections that are not used. One scheduled check a connection, no clock
 * for a request that comes whole; an unused connection may stay as much longer as a request may take. On the event loop.
 */
public final class TimeGuard {
    /** As a timeout: none. */
    public static final long NEVER = TimeUnit.DAYS.toMillis(36_500);

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
    public interface Watched {
        /** Whether a part of a request has come, and the rest is missing for want of bytes. */
        boolean isWaitingForRest();

        /** Whether nothing is to be answered. */
        boolean isIdle();

        /** A request has begun and not ended in time. */
        void requestTimedOut();

        /** There was no request for too long. */
        void idleTimedOut();
    }

    /**
     * Guards one connection, from {@link #start} on.
     *
     * @param requestTimeoutMs from the first bytes of a request to its last
     * @param idleTimeoutMs without a request; {@link #NEVER} where a connection may be silent as long as it likes
     */
    public TimeGuard(EventExecutor eventLoop, Watched watched, long requestTimeoutMs, long idleTimeoutMs) {
        this.eventLoop = eventLoop;
        this.watched = watched;
        this.requestTimeoutNanos = TimeUnit.MILLISECONDS.toNanos(requestTimeoutMs);
        this.idleTimeoutNanos = TimeUnit.MILLISECONDS.toNanos(idleTimeoutMs);
    }

    /** The connection is open. */
    public void start() {
        unusedSinceNanos = System.nanoTime();
        schedule(Math.min(requestTimeoutNanos, idleTimeoutNanos));
    }

    /** It is closed. */
    public void stop() {
        if (check != null) {
            check.cancel(false);
        }
    }

    /** A request was read whole. */
    public void requestEnded() {
        waiting = false;
        used = true;
    }

    /** So much of a large body has come that its client deserves the whole time again. */
    public void progressed() {
        waiting = false;
    }

    /** What came was looked at: the next request may have begun in it. */
    public void readEnded() {
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
