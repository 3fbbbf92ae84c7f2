package io.wizd.server.dispatch;

import io.wizd.budget.RefusalLog;
import io.wizd.protocol.ErrorCode;
import io.wizd.protocol.Fault;
import io.wizd.protocol.WizdException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** Counts the messages in flight in the whole server, and refuses more than it can carry. Any thread. */
public final class Admission {
    /** Suggested to a refused client. */
    private static final long RETRY_AFTER_MS = 500;

    private final int maxInFlight;
    private final AtomicInteger inFlight = new AtomicInteger();
    private final RefusalLog refusals;
    private final AtomicBoolean stopping = new AtomicBoolean();

    public Admission(int maxInFlight) {
        this.maxInFlight = maxInFlight;
        this.refusals = new RefusalLog(
                () -> "the limit of messages in flight is reached (" + maxInFlight + ")",
                "if the heap has room, raise wizd.maxInFlight");
    }

    /**
     * Lets one message in; each that enters must {@link #leave}.
     *
     * @throws WizdException {@code OVERLOADED} or {@code STOPPING}
     */
    void enter() {
        checkRunning();
        if (inFlight.incrementAndGet() > maxInFlight) {
            inFlight.decrementAndGet();
            refusals.refused();
            throw new WizdException(
                    Fault.of(ErrorCode.OVERLOADED, "as many messages are in flight as may be (" + maxInFlight + ")")
                            .retryAfterMs(RETRY_AFTER_MS));
        }
    }

    /** @throws WizdException {@code STOPPING} */
    void checkRunning() {
        if (stopping.get()) {
            throw new WizdException(Fault.of(ErrorCode.STOPPING).retryAfterMs(RETRY_AFTER_MS));
        }
    }

    void leave() {
        inFlight.decrementAndGet();
    }

    /** Messages that have entered and not left. */
    public int inFlight() {
        return inFlight.get();
    }

    /** Lets nothing more in, and waits until all have left; false if some have not within the time. */
    public boolean stop(long timeoutMs) {
        stopping.set(true);
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMs);
        while (inFlight.get() > 0) {
            if (deadline - System.nanoTime() <= 0) {
                return false;
            }
            LockSupport.parkNanos(1_000_000);
        }
        return true;
    }
}
