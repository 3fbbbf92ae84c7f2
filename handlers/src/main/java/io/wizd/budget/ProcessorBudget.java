package io.wizd.budget;

import io.micrometer.core.instrument.MeterRegistry;
import io.wizd.protocol.ErrorCode;
import io.wizd.protocol.Fault;
import io.wizd.protocol.StreamEndedException;
import io.wizd.protocol.WizdException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Work of one kind that needs the processor and waits for nothing, such as hashes: done by a few platform threads, so that
 * it holds neither event loops nor the carriers of virtual threads, with a queue that refuses at once when it is full. The
 * threads bound the processors at once, the {@link Credit} the processor time in the long run. For virtual threads: the
 * caller waits for the result.
 */
public final class ProcessorBudget implements AutoCloseable {
    /** What is saved while nobody needs it: about a second's work, so that a single request does not wait. */
    static final long SAVED_NANOS = 1_000_000_000;

    private static final long MIN_RETRY_AFTER_MS = 1_000;
    private static final long IDLE_THREAD_ENDS_AFTER_S = 30;

    private final Limits limits;
    private final ProcessorClock clock;
    private final Credit credit;
    private final ThreadPoolExecutor workers;

    /** For calls that have not begun. */
    private final Semaphore places;

    private final ProcessorFigures figures;

    /**
     * What it may take.
     *
     * @param name for threads and metrics
     * @param threads processors at once
     * @param processors processors' time in the long run: 0.5 is half of one processor
     * @param queueLength calls that may wait for a thread
     */
    public record Limits(String name, int threads, double processors, int queueLength) {}

    /** Its threads begin with the first task. */
    public ProcessorBudget(Limits limits, MeterRegistry registry) {
        this(limits, registry, ProcessorClock.system());
    }

    ProcessorBudget(Limits limits, MeterRegistry registry, ProcessorClock clock) {
        this.limits = limits;
        this.figures = new ProcessorFigures(limits.name(), registry);
        this.clock = clock;
        this.places = new Semaphore(limits.queueLength());
        this.credit = new Credit(limits.processors(), SAVED_NANOS, clock.nanoTime());
        this.workers = new ThreadPoolExecutor(
                limits.threads(),
                limits.threads(),
                IDLE_THREAD_ENDS_AFTER_S,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                Thread.ofPlatform().daemon().name(limits.name() + "-", 1).factory());
        workers.allowCoreThreadTimeOut(true);
    }

    /** What it may take. */
    public Limits limits() {
        return limits;
    }

    /** Tasks that were done, well or not. */
    public long tasksDone() {
        return figures.done.get();
    }

    /** Tasks that wait. */
    public int tasksQueued() {
        return figures.waiting.get();
    }

    /**
     * Whether {@link #call} would not be refused now. Never blocks.
     *
     * @param deadlineNanos by {@link System#nanoTime()}
     */
    public boolean hasRoom(long deadlineNanos) {
        long now = clock.nanoTime();
        return places.availablePermits() > 0 && credit.nanosUntilSome(now) <= deadlineNanos - now;
    }

    /**
     * Refuses where {@link #call} would now: to be asked before work that is in vain without the call. Never blocks.
     *
     * @param deadlineNanos by {@link System#nanoTime()}
     * @throws WizdException {@code OVERLOADED}
     */
    public void checkRoom(long deadlineNanos) {
        if (!hasRoom(deadlineNanos)) {
            throw tooMuch();
        }
    }

    /**
     * Waits for the result of the work, which the deadline does not break off once it has begun.
     *
     * @param deadlineNanos by {@link System#nanoTime()}
     * @throws WizdException {@code OVERLOADED} if the queue is full or there is no processor time before the deadline,
     *     {@code DEADLINE_EXCEEDED} if the work is not done by then, {@code STOPPING}; and what the work throws
     */
    public <T> T call(long deadlineNanos, Supplier<T> work) {
        checkRoom(deadlineNanos);
        if (!places.tryAcquire()) {
            throw tooMuch();
        }
        Task<T> task = new Task<>(work, deadlineNanos, places::release);
        submit(task);
        try {
            return task.result.get(Math.max(0, deadlineNanos - clock.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            giveUp(task);
            throw pastDeadline();
        } catch (InterruptedException e) {
            giveUp(task);
            Thread.currentThread().interrupt();
            throw stopping();
        } catch (ExecutionException e) {
            throw asThrown(e);
        }
    }

    /**
     * One step of something that has begun and must not be refused any more, such as the next part of a stream: waits as
     * long as it takes. Whoever calls it waits for one at a time, so their number bounds the queue.
     *
     * @throws StreamEndedException if the thread was interrupted
     * @throws WizdException {@code STOPPING}; and what the work throws
     */
    public <T> T step(Supplier<T> work) {
        Task<T> task = new Task<>(work, null, () -> {});
        submit(task);
        try {
            return task.result.get();
        } catch (InterruptedException e) {
            giveUp(task);
            throw new StreamEndedException("nobody waits for it any more");
        } catch (ExecutionException e) {
            throw asThrown(e);
        }
    }

    /** Work on its way: it begins once, or is given up before. */
    private final class Task<T> implements Runnable {
        private final Supplier<T> work;
        private final @Nullable Long deadlineNanos;
        private final Runnable whenBegun;
        private final CompletableFuture<T> result = new CompletableFuture<>();
        private final AtomicBoolean begun = new AtomicBoolean();

        Task(Supplier<T> work, @Nullable Long deadlineNanos, Runnable whenBegun) {
            this.work = work;
            this.deadlineNanos = deadlineNanos;
            this.whenBegun = whenBegun;
        }

        /** Takes it out of the queue, for whoever is the first to do so. */
        boolean begin() {
            boolean first = begun.compareAndSet(false, true);
            if (first) {
                figures.waiting.decrementAndGet();
                whenBegun.run();
            }
            return first;
        }

        @Override
        public void run() {
            try {
                awaitCredit();
            } catch (InterruptedException e) {
                fail(stopping());
                return;
            }
            if (deadlineNanos != null && deadlineNanos - clock.nanoTime() <= 0) {
                fail(pastDeadline());
            } else if (begin()) {
                carryOut();
            }
        }

        /** Not for a task that nobody waits for any more. */
        private void awaitCredit() throws InterruptedException {
            long wait = credit.nanosUntilSome(clock.nanoTime());
            while (wait > 0 && !begun.get()) {
                clock.sleep(wait);
                wait = credit.nanosUntilSome(clock.nanoTime());
            }
        }

        private void carryOut() {
            figures.running.incrementAndGet();
            long before = clock.threadNanos();
            try {
                T value = work.get();
                account(before);
                result.complete(value);
            } catch (Throwable e) {
                account(before);
                result.completeExceptionally(e);
            }
        }

        private void account(long before) {
            long used = clock.threadNanos() - before;
            credit.pay(used);
            figures.ended(used);
        }

        void fail(WizdException fault) {
            if (begin()) {
                result.completeExceptionally(fault);
            }
        }
    }

    private void submit(Task<?> task) {
        figures.waiting.incrementAndGet();
        try {
            workers.execute(task);
        } catch (RejectedExecutionException e) {
            task.begin();
            throw stopping();
        }
    }

    private void giveUp(Task<?> task) {
        if (task.begin()) {
            workers.remove(task);
        }
    }

    private WizdException tooMuch() {
        return refusal(
                ErrorCode.OVERLOADED, "too much work waits for the processors (" + limits.name() + "); try again");
    }

    private WizdException pastDeadline() {
        return refusal(
                ErrorCode.DEADLINE_EXCEEDED, "not done within the time that a message may take: " + limits.name());
    }

    private WizdException refusal(ErrorCode code, String description) {
        figures.refused();
        long untilCreditMs = TimeUnit.NANOSECONDS.toMillis(credit.nanosUntilSome(clock.nanoTime()));
        return new WizdException(Fault.of(code, description).retryAfterMs(Math.max(MIN_RETRY_AFTER_MS, untilCreditMs)));
    }

    private static WizdException stopping() {
        return new WizdException(Fault.of(ErrorCode.STOPPING).retryAfterMs(MIN_RETRY_AFTER_MS));
    }

    private static RuntimeException asThrown(ExecutionException e) {
        if (e.getCause() instanceof Error error) {
            throw error;
        }
        return e.getCause() instanceof RuntimeException unchecked ? unchecked : new IllegalStateException(e);
    }

    /** Ends the threads; what waits is told that the server stops. */
    @Override
    public void close() {
        for (Runnable task : workers.shutdownNow()) {
            ((Task<?>) task).fail(stopping());
        }
    }
}
