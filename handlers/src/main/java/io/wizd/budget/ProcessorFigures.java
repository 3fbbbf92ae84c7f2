package io.wizd.budget;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** What is measured of one {@link ProcessorBudget}. Any thread. */
final class ProcessorFigures {
    final AtomicInteger waiting = new AtomicInteger();
    final AtomicInteger running = new AtomicInteger();
    final AtomicLong done = new AtomicLong();
    private final AtomicLong usedNanos = new AtomicLong();
    private final RefusalLog refusals;

    ProcessorFigures(String budget, MeterRegistry registry) {
        this.refusals = new RefusalLog(
                () -> "too much work waits for the processors (" + budget + ")",
                "if the processors are idle, raise wizd.budget.processors." + budget);
        Gauge.builder("wizd.budget.processor.queued", waiting, AtomicInteger::get)
                .description("Tasks that wait for a thread or for processor time")
                .tag("budget", budget)
                .register(registry);
        Gauge.builder("wizd.budget.processor.running", running, AtomicInteger::get)
                .description("Tasks that a thread is busy with")
                .tag("budget", budget)
                .register(registry);
        FunctionCounter.builder("wizd.budget.processor.refused", refusals, RefusalLog::count)
                .description("Calls that were refused, or not done by their deadline")
                .tag("budget", budget)
                .register(registry);
        FunctionTimer.builder(
                        "wizd.budget.processor.used",
                        this,
                        figures -> figures.done.get(),
                        figures -> figures.usedNanos.get(),
                        TimeUnit.NANOSECONDS)
                .description("Tasks that were done, and the processor time that they took")
                .tag("budget", budget)
                .register(registry);
    }

    /** A call was refused, or not done by its deadline. */
    void refused() {
        refusals.refused();
    }

    /** A task that was running has ended. */
    void ended(long nanos) {
        usedNanos.addAndGet(nanos);
        done.incrementAndGet();
        running.decrementAndGet();
    }
}
