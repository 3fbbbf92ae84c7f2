package io.wizd.handlers.members.batch;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/**
 * How fast a job goes: as fast as it can while clients are idle, and all jobs together a seventeenth of the time while clients wait for
 * the same databases, so that files of millions of rows leave ordinary requests most of what they have without them. One thread.
 */
final class JobThrottle {
    /** The nodes answer this many CALLs a second where clients keep them busy. */
    private static final long BUSY_CALLS_PER_SECOND = 100;

    /** A rest is this many times as long as the work before it, for each job that runs. */
    private static final int REST = 16;

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
        boolean busy = callsOfOthers * TimeUnit.SECONDS.toNanos(1) > BUSY_CALLS_PER_SECOND * workNanos;
        return busy ? Math.min(REST * jobs * workNanos, LONGEST_REST_NANOS) : 0;
    }
}
