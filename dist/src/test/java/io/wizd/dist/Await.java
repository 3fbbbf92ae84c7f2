package io.wizd.dist;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for something that another process does. */
final class Await {
    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private Await() {}

    /** Returns once the condition holds; fails where it does not within the limit of a program's run. */
    static void until(BooleanSupplier condition) {
        long giveUp = System.nanoTime() + TimeUnit.SECONDS.toNanos(Distribution.LIMIT_SECONDS);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > giveUp) {
                throw new AssertionError("did not happen within " + Distribution.LIMIT_SECONDS + " s");
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
    }
}
