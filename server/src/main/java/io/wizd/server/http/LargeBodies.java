package io.wizd.server.http;

import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.ScheduledFuture;
import io.wizd.protocol.WizdException;
import io.wizd.server.pipeline.Connection;
import io.wizd.server.pipeline.ConnectionLimits;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Holds the reading of one connection while its newest request has no room for its body. What of the body was read
 * already stays with the request. On the event loop.
 */
final class LargeBodies {
    private final BodyRoom room;
    private final Connection connection;
    private final EventExecutor eventLoop;
    private final int usualMaxBytes;
    private final long timeoutMs;
    private final Waiter waiter;

    private @Nullable IncomingRequest waiting;
    private @Nullable ScheduledFuture<?> timeout;

    /** What happens to a request that had to wait. */
    interface Waiter {
        /** It may go on. */
        void roomGranted(IncomingRequest request);

        /** It has waited too long. */
        void roomTimedOut(IncomingRequest request);
    }

    LargeBodies(BodyRoom room, Connection connection, ConnectionLimits limits, Waiter waiter) {
        this.room = room;
        this.connection = connection;
        this.eventLoop = connection.channel().eventLoop();
        this.usualMaxBytes = limits.maxMessageBytes();
        this.timeoutMs = limits.requestTimeoutMs();
        this.waiter = waiter;
    }

    /**
     * Whether the body of the request may be read on. Where not, nothing is read until the waiter hears of it.
     *
     * @throws WizdException {@code OVERLOADED} where too many wait already
     */
    boolean hasRoomFor(IncomingRequest request) {
        long bytes = request.roomNeeded(usualMaxBytes);
        if (bytes > 0) {
            request.claim(room, bytes, () -> eventLoop.execute(() -> granted(request)));
            if (!request.hasRoom()) {
                waiting = request;
                connection.pause();
                timeout = eventLoop.schedule(() -> timedOut(request), timeoutMs, TimeUnit.MILLISECONDS);
            }
        }
        return waiting == null;
    }

    private void granted(IncomingRequest request) {
        if (waiting == request) {
            goOn();
            waiter.roomGranted(request);
        }
    }

    private void timedOut(IncomingRequest request) {
        if (waiting == request) {
            waiter.roomTimedOut(request);
        }
    }

    /** The request that waits, if any, will not be carried out. */
    void stopWaiting() {
        if (waiting != null) {
            waiting.release();
            goOn();
        }
    }

    private void goOn() {
        waiting = null;
        connection.unpause();
        if (timeout != null) {
            timeout.cancel(false);
            timeout = null;
        }
    }
}
