package io.wizd.bench.overload;

import io.wizd.bench.BenchException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Waits. Static, any thread. */
final class Pause {
    private static final int POLL_MS = 20;

    private Pause() {}

    static void ms(long ms) {
        try {
            TimeUnit.MILLISECONDS.sleep(ms);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchException("interrupted", e);
        }
    }

    /** Until this holds, or so long. */
    static void until(BooleanSupplier condition, long timeoutMs) {
        long deadlineNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMs);
        while (!condition.getAsBoolean() && System.nanoTime() < deadlineNanos) {
            ms(POLL_MS);
        }
    }
}
