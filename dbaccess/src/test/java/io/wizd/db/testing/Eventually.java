package io.wizd.db.testing;

import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Waits for a named condition, with a time limit, instead of sleeping for a guessed time. */
public final class Eventually {
    private static final long LIMIT_SECONDS = 20;

    private Eventually() {}

    /** Returns once the condition holds; fails with its name where it does not within {@value #LIMIT_SECONDS} s. */
    public static void await(String condition, Callable<Boolean> holds) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        try {
            while (!holds.call()) {
                if (System.nanoTime() - deadline > 0) {
                    throw new AssertionError("not within " + LIMIT_SECONDS + " s: " + condition);
                }
                LockSupport.parkNanos(1_000_000);
            }
        } catch (Exception e) {
            throw new AssertionError("while waiting for: " + condition, e);
        }
    }
}
