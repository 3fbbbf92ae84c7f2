package io.wizd.budget;

import io.wizd.event.BudgetEvent.LimitMet;
import io.wizd.event.Events;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * Warns the operator that a limit refuses: a second after the first refusal, and then once a minute for as long as there
 * are more. Any thread; never blocks, because it is told by a thread of the JVM's common pool.
 */
public final class RefusalLog {
    /** So that the first line tells how many they are. */
    private static final int FIRST_LINE_AFTER_S = 1;

    private static final int NEXT_LINE_AFTER_S = 60;

    private final Supplier<String> why;
    private final String remedy;
    private final Timer timer;
    private final AtomicLong refused = new AtomicLong();
    private final AtomicBoolean lineIsDue = new AtomicBoolean();

    /** How many of them were told; for the thread that writes the line. */
    private volatile long told;

    /** Runs a task on another thread after so many seconds. */
    @FunctionalInterface
    interface Timer {
        void runAfter(int seconds, Runnable task);
    }

    /**
     * For one limit.
     *
     * @param why which limit is met, and what it is; asked when a line is written
     * @param remedy what the operator may do, with the key of the configuration
     */
    public RefusalLog(Supplier<String> why, String remedy) {
        this(
                why,
                remedy,
                (seconds, task) -> CompletableFuture.delayedExecutor(seconds, TimeUnit.SECONDS)
                        .execute(task));
    }

    RefusalLog(Supplier<String> why, String remedy, Timer timer) {
        this.why = why;
        this.remedy = remedy;
        this.timer = timer;
    }

    /** One was refused. */
    public void refused() {
        refused.incrementAndGet();
        if (lineIsDue.compareAndSet(false, true)) {
            timer.runAfter(FIRST_LINE_AFTER_S, this::tell);
        }
    }

    /** How many were refused since the start. */
    public long count() {
        return refused.get();
    }

    private void tell() {
        long before = told;
        told = refused.get();
        Events.tell(new LimitMet(why.get(), told - before, remedy));
        timer.runAfter(NEXT_LINE_AFTER_S, this::tellMore);
    }

    private void tellMore() {
        if (refused.get() > told) {
            tell();
            return;
        }
        lineIsDue.set(false);
        // One that came just before has seen that a line was due.
        if (refused.get() > told && lineIsDue.compareAndSet(false, true)) {
            tell();
        }
    }
}
