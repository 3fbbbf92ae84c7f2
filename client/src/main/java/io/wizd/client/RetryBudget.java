package io.wizd.client;

import java.util.function.LongSupplier;

/**
 * Keeps retries from multiplying the load of servers that are in trouble: one retry for ten calls, and ten a second on
 * top; what was not used is kept, up to as many as calls may be in flight, because all of these are lost at once with
 * the only connection. Confined to the event loop.
 */
final class RetryBudget {
    private static final double PER_CALL = 0.1;
    private static final double PER_SECOND = 10;

    private final double max;
    private final LongSupplier nanoClock;
    private double left;
    private long refilledNanos;

    RetryBudget(int maxInFlight, LongSupplier nanoClock) {
        this.max = Math.max(maxInFlight, PER_SECOND);
        this.nanoClock = nanoClock;
        this.left = max;
        this.refilledNanos = nanoClock.getAsLong();
    }

    /** A call was made. */
    void called() {
        left = Math.min(max, left + PER_CALL);
    }

    /** Takes one retry, if there is one left. */
    boolean take() {
        long now = nanoClock.getAsLong();
        left = Math.min(max, left + (now - refilledNanos) / 1e9 * PER_SECOND);
        refilledNanos = now;
        if (left < 1) {
            return false;
        }
        left--;
        return true;
    }
}
