package io.wizd.server.testing;

import io.wizd.budget.ProcessorBudget;
import io.wizd.db.testing.Eventually;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Keeps all threads of a budget busy, and its queue full but for some places, until it is closed. */
public final class BusyBudget implements AutoCloseable {
    private final CountDownLatch gate = new CountDownLatch(1);
    private final List<CompletableFuture<Boolean>> tasks = new ArrayList<>();

    /** Returns when it is as busy as that. */
    public BusyBudget(ProcessorBudget budget, int freePlaces) {
        ProcessorBudget.Limits limits = budget.limits();
        CountDownLatch busy = new CountDownLatch(limits.threads());
        for (int i = 0; i < limits.threads(); i++) {
            start(() -> budget.step(() -> {
                busy.countDown();
                return await(gate);
            }));
        }
        if (!await(busy)) {
            throw new AssertionError("the threads are not busy");
        }
        long deadlineNanos = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
        int waiting = limits.queueLength() - freePlaces;
        for (int i = 0; i < waiting; i++) {
            start(() -> budget.call(deadlineNanos, () -> true));
        }
        Eventually.await("the queue is that full", () -> budget.tasksQueued() == waiting);
    }

    private void start(java.util.function.Supplier<Boolean> task) {
        tasks.add(CompletableFuture.supplyAsync(task, Thread::startVirtualThread));
    }

    private static boolean await(CountDownLatch latch) {
        try {
            return latch.await(1, TimeUnit.MINUTES);
        } catch (InterruptedException e) {
            return false;
        }
    }

    /** Lets all of it end, and waits for that. */
    @Override
    public void close() {
        gate.countDown();
        tasks.forEach(CompletableFuture::join);
    }
}
