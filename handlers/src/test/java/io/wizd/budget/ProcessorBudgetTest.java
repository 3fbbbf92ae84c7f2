package io.wizd.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.wizd.db.testing.Eventually;
import io.wizd.protocol.ErrorCode;
import io.wizd.protocol.Fault;
import io.wizd.protocol.StreamEndedException;
import io.wizd.protocol.WizdException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who is let in, who waits, who is refused; by a clock that the test sets. */
@Timeout(60)
class ProcessorBudgetTest {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    /** Beyond all that a test lets pass. */
    private static final long FAR = TimeUnit.HOURS.toNanos(1);

    private final SettableClock clock = new SettableClock();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    /** One thread, which may work half of the time. */
    private final ProcessorBudget budget =
            new ProcessorBudget(new ProcessorBudget.Limits("test", 1, 0.5, 2), registry, clock);

    private final CountDownLatch gate = new CountDownLatch(1);

    @AfterEach
    void close() {
        gate.countDown();
        budget.close();
    }

    /** Time stands still but when it is told to pass; it may be told so by the work, as processor time. */
    private static final class SettableClock implements ProcessorClock {
        private long now;
        private long used;
        private int sleepers;

        synchronized void pass(long nanos) {
            now += nanos;
            notifyAll();
        }

        synchronized void use(long nanos) {
            used += nanos;
        }

        synchronized int sleepers() {
            return sleepers;
        }

        @Override
        public synchronized long nanoTime() {
            return now;
        }

        @Override
        public synchronized long threadNanos() {
            return used;
        }

        @Override
        public synchronized void sleep(long nanos) throws InterruptedException {
            long until = now + nanos;
            sleepers++;
            try {
                while (now < until) {
                    wait();
                }
            } finally {
                sleepers--;
            }
        }
    }

    private Supplier<String> taking(long nanos) {
        return () -> {
            clock.use(nanos);
            return "done";
        };
    }

    private String waiting() {
        try {
            gate.await();
            return "waited";
        } catch (InterruptedException e) {
            return "interrupted";
        }
    }

    private CompletableFuture<String> start(Supplier<String> call) {
        return CompletableFuture.supplyAsync(call, Thread::startVirtualThread);
    }

    private CompletableFuture<String> block() {
        CompletableFuture<String> blocked = start(() -> budget.step(this::waiting));
        Eventually.await("the thread is busy", () -> gauge("running") == 1);
        return blocked;
    }

    private double gauge(String name) {
        return registry.get("wizd.budget.processor." + name).gauge().value();
    }

    private static Fault faultOf(ThrowingCallable call) {
        WizdException[] thrown = new WizdException[1];
        assertThatThrownBy(call).isInstanceOfSatisfying(WizdException.class, e -> thrown[0] = e);
        return thrown[0].fault();
    }

    private static void assertRefused(ErrorCode code, ThrowingCallable call) {
        Fault fault = faultOf(call);
        assertThat(fault.code()).isEqualTo(code);
        assertThat(fault.retryAfterMs()).isGreaterThanOrEqualTo(1_000);
    }

    @Test
    void theWorkRunsOnAPlatformThreadNamedForItsRole() {
        assertThat(budget.call(FAR, () -> Thread.currentThread().getName())).isEqualTo("test-1");
        assertThat(budget.step(() -> Thread.currentThread().isVirtual())).isFalse();
    }

    @Test
    void aFullQueueRefusesAtOnceAndTakesMoreOnceItIsEmptier() {
        CompletableFuture<String> blocked = block();
        List<CompletableFuture<String>> queued = IntStream.range(0, 2)
                .mapToObj(i -> start(() -> budget.call(FAR, () -> "ran")))
                .toList();
        Eventually.await("two wait", () -> gauge("queued") == 2);

        assertRefused(ErrorCode.OVERLOADED, () -> budget.call(FAR, () -> "never"));
        assertRefused(ErrorCode.OVERLOADED, () -> budget.checkRoom(FAR));

        gate.countDown();
        assertThat(blocked.join()).isEqualTo("waited");
        assertThat(queued).extracting(CompletableFuture::join).containsExactly("ran", "ran");
        assertThat(budget.call(FAR, () -> "ran")).isEqualTo("ran");
        assertThat(gauge("queued")).isZero();
        assertThat(gauge("running")).isZero();
        assertThat(registry.get("wizd.budget.processor.refused")
                        .functionCounter()
                        .count())
                .isEqualTo(2);
    }

    @Test
    void aStepWaitsHoweverFullTheQueueIs() {
        block();
        List<CompletableFuture<String>> steps = IntStream.range(0, 20)
                .mapToObj(i -> start(() -> budget.step(() -> "ran")))
                .toList();
        Eventually.await("all wait", () -> gauge("queued") == 20);

        gate.countDown();

        assertThat(steps).extracting(CompletableFuture::join).containsOnly("ran");
    }

    @Test
    void aTaskWhoseDeadlinePassedInTheQueueIsNotRun() {
        AtomicInteger runs = new AtomicInteger();
        block();
        CompletableFuture<Fault> late = CompletableFuture.supplyAsync(
                () -> faultOf(() -> budget.call(FAR, runs::incrementAndGet)), Thread::startVirtualThread);
        Eventually.await("it waits", () -> gauge("queued") == 1);

        clock.pass(FAR);
        gate.countDown();

        assertThat(late.join().code()).isEqualTo(ErrorCode.DEADLINE_EXCEEDED);
        assertThat(late.join().retryAfterMs()).isPositive();
        assertThat(runs).hasValue(0);
    }

    @Test
    void whoeverHasWaitedToTheDeadlineLeavesTheQueue() {
        AtomicInteger runs = new AtomicInteger();
        block();

        assertRefused(ErrorCode.DEADLINE_EXCEEDED, () -> budget.call(1_000_000, runs::incrementAndGet));

        assertThat(gauge("queued")).isZero();
        gate.countDown();
        assertThat(budget.call(FAR, () -> "ran")).isEqualTo("ran");
        assertThat(runs).hasValue(0);
    }

    @Test
    void savedTimeIsUsedAtOnceAndThenOnlyTheShare() {
        assertThat(budget.call(FAR, taking(2 * SECOND))).isEqualTo("done");

        CompletableFuture<String> next = start(() -> budget.call(FAR, taking(0)));
        Eventually.await("it waits for processor time", () -> clock.sleepers() == 1);
        clock.pass(2 * SECOND);
        Eventually.await("it waits still", () -> clock.sleepers() == 1);
        assertThat(next).isNotDone();
        clock.pass(2);

        assertThat(next.join()).isEqualTo("done");
        assertThat(registry.get("wizd.budget.processor.used").functionTimer().totalTime(TimeUnit.NANOSECONDS))
                .isEqualTo(2.0 * SECOND);
    }

    @Test
    void noMoreThanASecondIsSaved() {
        budget.call(FAR, taking(SECOND));
        clock.pass(100 * SECOND);
        budget.call(FAR, taking(2 * SECOND));

        Fault fault = faultOf(() -> budget.call(clock.nanoTime() + SECOND, taking(0)));

        assertThat(fault.code()).as("there is time again in two seconds").isEqualTo(ErrorCode.OVERLOADED);
        assertThat(fault.retryAfterMs()).isBetween(2_000L, 2_001L);
    }

    @Test
    void whatTheWorkThrowsComesOutAndTheThreadGoesOn() {
        IllegalStateException thrown = new IllegalStateException("as it is");
        assertThatThrownBy(() -> budget.call(FAR, () -> {
                    throw thrown;
                }))
                .isSameAs(thrown);
        assertThatThrownBy(() -> budget.step(() -> {
                    throw new StackOverflowError();
                }))
                .isInstanceOf(StackOverflowError.class);

        assertThat(budget.call(FAR, () -> "ran")).isEqualTo("ran");
        assertThat(budget.tasksDone()).isEqualTo(3);
    }

    @Test
    void anInterruptedStepEndsItsStream() throws InterruptedException {
        block();
        CompletableFuture<Throwable> ended = new CompletableFuture<>();
        Thread maker = Thread.startVirtualThread(() -> {
            try {
                budget.step(() -> "never");
                ended.complete(new AssertionError("it ran"));
            } catch (StreamEndedException e) {
                ended.complete(e);
            }
        });
        Eventually.await("it waits", () -> gauge("queued") == 1);

        maker.interrupt();

        assertThat(ended.join()).isInstanceOf(StreamEndedException.class);
        assertThat(gauge("queued")).isZero();
        maker.join();
    }

    @Test
    void atTheEndWhatWaitsIsToldSo() {
        block();
        CompletableFuture<Fault> waiting = CompletableFuture.supplyAsync(
                () -> faultOf(() -> budget.call(FAR, () -> "never")), Thread::startVirtualThread);
        Eventually.await("it waits", () -> gauge("queued") == 1);

        budget.close();

        assertThat(waiting.join().code()).isEqualTo(ErrorCode.STOPPING);
        assertRefused(ErrorCode.STOPPING, () -> budget.call(FAR, () -> "never"));
        assertRefused(ErrorCode.STOPPING, () -> budget.step(() -> "never"));
    }
}
