package io.wizd.db;

import io.wizd.event.CallEvent.DeadlinesUnchecked;
import io.wizd.event.Events;
import io.wizd.protocol.ErrorCode;
import io.wizd.protocol.Fault;
import io.wizd.protocol.Reply;
import io.wizd.protocol.WizdException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Sends the calls of one node in batches (smart batching, as in the Disruptor's BatchEventProcessor: what came while we
 * were busy is the next batch). On an idle node a call goes out at once, alone; at load {@link CallPace} makes fewer batches
 * of more.
 *
 * <p>One worker thread a connection takes turns over the procedures that have something ready. {@link #call} may be
 * used by any thread and never blocks; futures complete on a worker thread, or, at the deadline of the request, on the
 * thread that watches the deadlines: whoever waits hears then, whatever the workers wait for. What a request that was
 * answered so still does in the database stays in flight here, so the next of its key waits for it.
 */
final class CallBatcher implements AutoCloseable {
    /** Of request bodies in one CALL; far below any server's max_allowed_packet (16 MiB on MariaDB). */
    private static final int MAX_BATCH_BYTES = 4 << 20;

    /** Suggested to a client that met a full queue: about what a full queue takes to drain. */
    private static final long RETRY_AFTER_MS = 200;

    /** By so much a reply may be later than the deadline. */
    private static final int SWEEP_MS = 50;

    private final int queueCapacity;
    private final BatchRunner runner;
    private final DatabaseMetrics metrics;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition somethingReady = lock.newCondition();
    private final Map<String, ProcedureQueue> queues = new HashMap<>();
    private final ReadyQueues readyQueues;
    private final List<Thread> workers = new ArrayList<>();
    private final ScheduledExecutorService deadlines;
    private int outstanding;

    /** Whether a worker waits for a batch to grow, and until when. */
    private boolean gathering;

    private long gathersUntil;

    /** Whether the deadlines will be looked at, which is so as long as there are calls. */
    private boolean watching;

    private boolean closed;

    CallBatcher(String node, int workerCount, int queueCapacity, BatchRunner runner, DatabaseMetrics metrics) {
        this.queueCapacity = queueCapacity;
        this.metrics = metrics;
        this.runner = runner;
        this.readyQueues = new ReadyQueues(workerCount);
        this.deadlines = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("deadlines-" + node).factory());
        for (int i = 1; i <= workerCount; i++) {
            workers.add(Thread.ofPlatform().name("db-" + node + "-" + i).start(this::work));
        }
    }

    /**
     * Puts a request in the queue of its procedure.
     *
     * @param key requests of the same key are carried out one after the other; null if the order does not matter
     * @throws WizdException {@code OVERLOADED} if the queue is full, {@code STOPPING} after {@link #close()}
     */
    <O> Reply.Pending<O> call(Procedure<O> procedure, @Nullable Object key, Request request) {
        BatchedCall call = new BatchedCall(request, key);
        lock.lock();
        try {
            if (closed) {
                throw WizdException.of(ErrorCode.STOPPING, "the server is stopping");
            }
            ProcedureQueue queue = queues.computeIfAbsent(procedure.name(), name -> newQueue(procedure));
            boolean wasReady = queue.hasReady();
            boolean hadEnough = queue.hasEnough();
            if (!queue.offer(call)) {
                throw new WizdException(Fault.of(ErrorCode.OVERLOADED, "the queue of " + procedure.name() + " is full")
                        .retryAfterMs(RETRY_AFTER_MS));
            }
            boolean isNew = !wasReady && queue.hasReady();
            if (isNew) {
                readyQueues.add(queue);
            }
            // A worker is to take it, or to watch the clock for it.
            if (queue.hasEnough() ? !hadEnough : isNew && !isLookedAtBefore(queue.waitsUntil())) {
                somethingReady.signal();
            }
            outstanding++;
            if (!watching) {
                watching = true;
                watchDeadlines();
            }
        } finally {
            lock.unlock();
        }
        return new Reply.Pending<>(call.future, procedure.out());
    }

    private ProcedureQueue newQueue(Procedure<?> procedure) {
        metrics.watchQueue(procedure.name(), () -> waiting(procedure.name()));
        return new ProcedureQueue(procedure, queueCapacity);
    }

    /** Requests of a procedure that are not yet on their way. */
    int waiting(String procedure) {
        lock.lock();
        try {
            ProcedureQueue queue = queues.get(procedure);
            return queue == null ? 0 : queue.waiting();
        } finally {
            lock.unlock();
        }
    }

    private void work() {
        ProcedureQueue.Batch batch = null;
        while (true) {
            lock.lock();
            try {
                if (batch != null) {
                    release(batch);
                }
                ProcedureQueue queue = awaitTurn();
                if (queue == null) {
                    return;
                }
                batch = queue.take(MAX_BATCH_BYTES, System.nanoTime());
                if (queue.hasReady()) {
                    readyQueues.add(queue);
                }
                if (!readyQueues.isEmpty()) {
                    somethingReady.signal();
                }
            } finally {
                lock.unlock();
            }
            runner.run(batch.queue().procedure, batch.calls());
        }
    }

    private void release(ProcedureQueue.Batch batch) {
        ProcedureQueue queue = batch.queue();
        boolean wasReady = queue.hasReady();
        queue.release(batch, System.nanoTime());
        outstanding -= batch.calls().size();
        readyQueues.done(queue);
        if (!wasReady && queue.hasReady()) {
            readyQueues.add(queue);
        }
    }

    /** The queue whose turn it is; null once the batcher is closed and everything is carried out. */
    private @Nullable ProcedureQueue awaitTurn() {
        while (true) {
            long now = System.nanoTime();
            ProcedureQueue next = readyQueues.next(now);
            if (next != null) {
                return next;
            }
            if (closed && readyQueues.isEmpty()) {
                return null;
            }
            awaitMore(now);
        }
    }

    /** One worker watches the clock for all batches that grow; whoever takes one wakes another for the rest. */
    private void awaitMore(long now) {
        long nanos = readyQueues.gatherFor(now);
        if (nanos == Long.MAX_VALUE || isLookedAtBefore(now + nanos)) {
            somethingReady.awaitUninterruptibly();
            return;
        }
        gathering = true;
        gathersUntil = now + nanos;
        try {
            somethingReady.awaitNanos(nanos);
        } catch (InterruptedException e) {
            throw new IllegalStateException("a worker ends by close() alone", e);
        }
        gathering = false;
    }

    private boolean isLookedAtBefore(long time) {
        return gathering && gathersUntil - time <= 0;
    }

    private record Overdue(BatchedCall call, Fault fault) {}

    private void watchDeadlines() {
        deadlines.schedule(this::sweep, SWEEP_MS, TimeUnit.MILLISECONDS);
    }

    private void sweep() {
        try {
            // Not under the lock: whoever is told may call again.
            for (Overdue overdue : overdue()) {
                overdue.call.future.completeExceptionally(new WizdException(overdue.fault));
            }
        } catch (RuntimeException | Error e) {
            Events.tell(new DeadlinesUnchecked(e));
        }
    }

    /** The calls that are to be answered now. */
    private List<Overdue> overdue() {
        List<Overdue> found = new ArrayList<>();
        lock.lock();
        try {
            watching = outstanding > 0;
            if (watching) {
                watchDeadlines();
            }
            long now = System.nanoTime();
            for (ProcedureQueue queue : queues.values()) {
                queue.forEach(
                        call -> addIfOverdue(call, now, BatchedCall::overdueInFlight, found),
                        call -> addIfOverdue(call, now, BatchedCall::overdueInQueue, found));
            }
        } finally {
            lock.unlock();
        }
        return found;
    }

    private static void addIfOverdue(
            BatchedCall call, long now, Function<BatchedCall, Fault> fault, List<Overdue> found) {
        if (call.expired(now) && !call.future.isDone()) {
            found.add(new Overdue(call, fault.apply(call)));
        }
    }

    /** Refuses new calls, carries out those that wait, and ends the workers. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            somethingReady.signalAll();
        } finally {
            lock.unlock();
        }
        for (Thread worker : workers) {
            try {
                worker.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
        deadlines.shutdownNow();
    }
}
