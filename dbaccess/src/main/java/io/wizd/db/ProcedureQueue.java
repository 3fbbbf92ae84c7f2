package io.wizd.db;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The bounded queue of one procedure on one node. Of the requests with the same key only the first is ready; the others
 * form a chain behind it and move up one by one as it is done. So no batch holds a key twice, no two batches in flight
 * do, and the order of a key is the order of arrival, at a constant cost each. All methods under the lock of the {@link
 * CallBatcher}.
 */
final class ProcedureQueue {
    final Procedure<?> procedure;

    private final int capacity;
    private final ArrayDeque<BatchedCall> ready = new ArrayDeque<>();
    private final Map<Object, BatchedCall> lastOfKey = new HashMap<>();
    private final List<Batch> inFlight = new ArrayList<>();
    private final CallPace pace = new CallPace();
    private int waiting;
    private long readyBytes;

    /** Requests that go out in one CALL, where they came from, and when they were taken. */
    record Batch(ProcedureQueue queue, List<BatchedCall> calls, long begunNanos) {}

    ProcedureQueue(Procedure<?> procedure, int capacity) {
        this.procedure = procedure;
        this.capacity = capacity;
    }

    /** Takes the request in, or refuses it because the queue is full. */
    boolean offer(BatchedCall call) {
        if (waiting >= capacity) {
            return false;
        }
        waiting++;
        BatchedCall previous = call.key == null ? null : lastOfKey.put(call.key, call);
        if (previous == null) {
            addReady(call);
        } else {
            previous.nextOfKey = call;
        }
        return true;
    }

    private void addReady(BatchedCall call) {
        ready.addLast(call);
        readyBytes += call.request.body().length();
    }

    /** The next batch: as much as is ready, within what one CALL may carry. */
    Batch take(int maxBytes, long now) {
        List<BatchedCall> batch = new ArrayList<>(Math.min(ready.size(), procedure.maxRows()));
        int bytes = 0;
        while (!ready.isEmpty() && batch.size() < procedure.maxRows()) {
            int size = ready.getFirst().request.body().length();
            if (!batch.isEmpty() && bytes + size > maxBytes) {
                break;
            }
            bytes += size;
            batch.add(ready.removeFirst());
        }
        waiting -= batch.size();
        readyBytes -= bytes;
        Batch taken = new Batch(this, batch, now);
        inFlight.add(taken);
        pace.begun(batch.size(), now);
        return taken;
    }

    /** The batch is done: those that waited for one of its keys move up. */
    void release(Batch batch, long now) {
        inFlight.remove(batch);
        for (BatchedCall call : batch.calls()) {
            if (call.key == null) {
                continue;
            }
            if (call.nextOfKey != null) {
                addReady(call.nextOfKey);
            } else {
                lastOfKey.remove(call.key);
            }
        }
        pace.ended(batch.calls().size(), batch.begunNanos(), now, ready.size());
    }

    /** Shows every call, wherever it is: with a worker, or in the queue. */
    void forEach(Consumer<BatchedCall> withWorker, Consumer<BatchedCall> queued) {
        for (Batch batch : inFlight) {
            for (BatchedCall call : batch.calls()) {
                withWorker.accept(call);
                forEachBehind(call, queued);
            }
        }
        for (BatchedCall call : ready) {
            queued.accept(call);
            forEachBehind(call, queued);
        }
    }

    private static void forEachBehind(BatchedCall call, Consumer<BatchedCall> queued) {
        for (BatchedCall next = call.nextOfKey; next != null; next = next.nextOfKey) {
            queued.accept(next);
        }
    }

    boolean hasReady() {
        return !ready.isEmpty();
    }

    /** Whether what is ready need not wait for more. */
    boolean hasEnough() {
        return hasReady() && (ready.size() >= procedure.maxRows() || pace.isEnough(ready.size(), readyBytes));
    }

    /** Until when it waits for more, if it has not enough. */
    long waitsUntil() {
        return pace.waitsUntil();
    }

    /** Requests that are not yet on their way to the database. */
    int waiting() {
        return waiting;
    }
}
