package io.wizd.db.testing;

import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Waits for a named condition, with a time limit, instead of sleeping for a guessed time. */
public final class Eventually {
    private static final long LIMIT_SECONDS = 120;

    private static final long SHORTEST_PAUSE_NANOS = 1_000_000;
    private static final long LONGEST_PAUSE_NANOS = 50_000_000;

    /** A condition that takes long to ask for, over HTTP or of a database, is to leave the processors to what it waits for. */
    private static final int PAUSE_FOR_A_QUESTION = 5;

    private Eventually() {}

    /** Returns once the condition holds; fails with its name where it does not within {@value #LIMIT_SECONDS} s. */
    public static void await(String condition, Callable<Boolean> holds) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        try {
            for (long asked = System.nanoTime(); !holds.call(); asked = System.nanoTime()) {
                long now = System.nanoTime();
                if (now - deadline > 0) {
                    throw new AssertionError("not within " + LIMIT_SECONDS + " s: " + condition);
                }
                LockSupport.parkNanos(
                        Math.clamp((now - asked) * PAUSE_FOR_A_QUESTION, SHORTEST_PAUSE_NANOS, LONGEST_PAUSE_NANOS));
            }
        } catch (Exception e) {
            throw new AssertionError("while waiting for: " + condition, e);
        }
    }
}
