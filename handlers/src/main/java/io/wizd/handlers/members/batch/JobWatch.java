package io.wizd.handlers.members.batch;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** The states of the jobs of this server, for those who wait for news. Any thread. */
final class JobWatch {
    /** Jobs of other servers give no sign: they are looked at so often. */
    private static final long LONGEST_WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private final Map<Long, Job> running = new ConcurrentHashMap<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition news = lock.newCondition();

    /** The state of a job that runs here. */
    Optional<Job> latest(long id) {
        return Optional.ofNullable(running.get(id));
    }

    /** The state of a job has changed; once it has ended, main has what there is to know. */
    void changed(Job job) {
        if (job.state() == JobState.running) {
            running.put(job.job(), job);
        } else {
            running.remove(job.job());
        }
        wake();
    }

    /** Whoever waits looks again. */
    void wake() {
        lock.lock();
        try {
            news.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** A job does not run here any more, whatever its state. */
    void gone(long id) {
        running.remove(id);
    }

    /** Waits for news of any job, or a moment. */
    void await(long deadlineNanos) throws InterruptedException {
        long left = Math.min(deadlineNanos - System.nanoTime(), LONGEST_WAIT_NANOS);
        if (left <= 0) {
            return;
        }
        lock.lock();
        try {
            // Whoever waits looks again, so a wake-up for nothing does no harm.
            long unused = news.awaitNanos(left);
        } finally {
            lock.unlock();
        }
    }
}
