package io.wizd.handlers.fib;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.wizd.budget.ProcessorBudget;
import io.wizd.budget.ProcessorBudgets;
import io.wizd.db.testing.Eventually;
import io.wizd.protocol.ErrorCode;
import io.wizd.protocol.WizdException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

class FibLastTest {
    private static final ProcessorBudgets BUDGETS =
            ProcessorBudgets.of(ProcessorBudgets.Shares.DEFAULT, new SimpleMeterRegistry());

    private final FibLast last = new FibLast(BUDGETS.numbers());

    private String digits(int n) {
        return new String(last.digits(n, System.nanoTime() + TimeUnit.MINUTES.toNanos(1)), StandardCharsets.US_ASCII);
    }

    @Test
    void itIsTheNumberThatAdditionGives() {
        List<String> plainly = FibTableTest.plainly(2_000);
        for (int n = 0; n < plainly.size(); n++) {
            assertThat(digits(n)).isEqualTo(plainly.get(n));
        }
    }

    /** Converted by parts, with zeros at their joints; modulo a prime, and by its first digits. */
    @Test
    void aLongOneIsRightToo() {
        int n = 1_234_567;
        BigInteger prime = BigInteger.ONE.shiftLeft(61).subtract(BigInteger.ONE);
        BigInteger a = BigInteger.ZERO;
        BigInteger b = BigInteger.ONE;
        for (int i = 0; i < n; i++) {
            BigInteger sum = a.add(b).mod(prime);
            a = b;
            b = sum;
        }
        String digits = digits(n);
        assertThat(modulo(digits, prime)).isEqualTo(a);
        assertThat(digits).hasSize(FibDigits.of(n));
    }

    /** By parts: to make one number of so many digits takes the square of their count. */
    private static BigInteger modulo(String digits, BigInteger prime) {
        BigInteger rest = BigInteger.ZERO;
        for (int from = 0, to; from < digits.length(); from = to) {
            to = Math.min(digits.length(), from + 18);
            rest = rest.multiply(BigInteger.TEN.pow(to - from))
                    .add(new BigInteger(digits.substring(from, to)))
                    .mod(prime);
        }
        return rest;
    }

    @Test
    void itEndsAtTheDeadline() {
        long soon = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(20);
        assertThatThrownBy(() -> last.digits(FibLast.MAX_N - 1, soon))
                .asInstanceOf(InstanceOfAssertFactories.type(WizdException.class))
                .satisfies(e -> {
                    assertThat(e.fault().code()).isEqualTo(ErrorCode.DEADLINE_EXCEEDED);
                    assertThat(e.fault().retryAfterMs()).isPositive();
                });
    }

    /** Small ones are not kept waiting by large ones. */
    @Test
    void largeOnesWaitForTheirTurnAndMoreThanMayWaitAreRefused() {
        CountDownLatch gate = new CountDownLatch(1);
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        ProcessorBudget.Limits oneWaits = new ProcessorBudget.Limits("numbers", 1, 1, 1);
        try (ProcessorBudget busy = new ProcessorBudget(oneWaits, registry)) {
            FibLast own = new FibLast(busy);
            long inTime = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
            CompletableFuture<Boolean> before = inBackground(() -> busy.step(() -> await(gate)));
            Eventually.await("the thread is busy", () -> before.isDone() || isRunning(registry));
            CompletableFuture<byte[]> waiting = inBackground(() -> own.digits(20_000, inTime));
            Eventually.await("one waits", () -> busy.tasksQueued() == 1);

            assertThatThrownBy(() -> own.digits(20_000, inTime))
                    .asInstanceOf(InstanceOfAssertFactories.type(WizdException.class))
                    .satisfies(e -> {
                        assertThat(e.fault().code()).isEqualTo(ErrorCode.OVERLOADED);
                        assertThat(e.fault().retryAfterMs()).isPositive();
                    });
            assertThat(new String(own.digits(100, inTime), StandardCharsets.US_ASCII))
                    .isEqualTo("354224848179261915075");

            gate.countDown();
            assertThat(new String(waiting.join(), StandardCharsets.US_ASCII)).isEqualTo(digits(20_000));
        }
    }

    private static <T> CompletableFuture<T> inBackground(Supplier<T> work) {
        return CompletableFuture.supplyAsync(work, Thread::startVirtualThread);
    }

    private static boolean isRunning(SimpleMeterRegistry registry) {
        return registry.get("wizd.budget.processor.running").gauge().value() == 1;
    }

    private static boolean await(CountDownLatch gate) {
        try {
            return gate.await(1, TimeUnit.MINUTES);
        } catch (InterruptedException e) {
            return false;
        }
    }
}
