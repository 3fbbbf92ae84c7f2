package io.wizd.handlers.members.batch;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/**
 * How fast a job goes: as fast as it can while clients are idle, and the slower the more they ask of the same databases, so that files of
 * millions of rows leave ordinary requests most of what they have without them. At a thousand CALLs a second all jobs together work a
 * thirty-third of the time. One thread.
 */
final class JobThrottle {
    /** So few CALLs a second are no reason to rest. */
    private static final long FEW_CALLS_PER_SECOND = 100;

    /** For each of so many CALLs a second a job rests once more as long as it has worked. */
    private static final long CALLS_PER_SECOND_A_REST = 32;

    private static final long MOST_RESTS = 32;

    private static final long LONGEST_REST_NANOS = TimeUnit.SECONDS.toNanos(20);
    private static final long STEP_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final LongSupplier calls;
    private final IntSupplier jobs;
    private long sinceNanos = System.nanoTime();
    private long callsBefore;

    /**
     * Begins with the work of a job.
     *
     * @param calls that the nodes have answered for others than jobs, since any time
     * @param jobs that run now, this one among them
     */
    JobThrottle(LongSupplier calls, IntSupplier jobs) {
        this.calls = calls;
        this.jobs = jobs;
        this.callsBefore = calls.getAsLong();
    }

    /** A chunk was done: rests, where others are busy. */
    void rest(BooleanSupplier isStopped) {
        long now = System.nanoTime();
        long end = now + restNanos(now - sinceNanos, calls.getAsLong() - callsBefore, jobs.getAsInt());
        for (long left = end - System.nanoTime();
                left > 0 && !isStopped.getAsBoolean();
                left = end - System.nanoTime()) {
            LockSupport.parkNanos(Math.min(left, STEP_NANOS));
        }
        sinceNanos = System.nanoTime();
        callsBefore = calls.getAsLong();
    }

    /** How long to rest after so much work, during which others had so many CALLs answered, beside so many jobs. */
    static long restNanos(long workNanos, long callsOfOthers, int jobs) {
        double callsPerSecond = callsOfOthers / (workNanos / (double) TimeUnit.SECONDS.toNanos(1));
        if (callsPerSecond <= FEW_CALLS_PER_SECOND) {
            return 0;
        }
        double rests = Math.min(callsPerSecond / CALLS_PER_SECOND_A_REST, MOST_RESTS);
        return (long) Math.min(rests * jobs * workNanos, LONGEST_REST_NANOS);
    }
}
