package io.wizd.handlers.fib;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wizd.protocol.ErrorCode;
import io.wizd.protocol.WizdException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

class FibLastTest {
    private final FibLast last = new FibLast();

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
        assertThat(new BigInteger(digits).mod(prime)).isEqualTo(a);
        assertThat(digits).hasSize(FibDigits.of(n));
    }

    @Test
    void itEndsAtTheDeadline() {
        long soon = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(20);
        assertThatThrownBy(() -> last.digits(FibLast.MAX_N - 1, soon))
                .asInstanceOf(InstanceOfAssertFactories.type(WizdException.class))
                .satisfies(e -> assertThat(e.fault().code()).isEqualTo(ErrorCode.DEADLINE_EXCEEDED));
    }

    /** Whoever gets no turn is told that others compute, and all turns come back. */
    @Test
    void noMoreThanHalfOfTheProcessorsCompute() {
        int askers = 4 * Runtime.getRuntime().availableProcessors();
        long soon = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(100);
        List<CompletableFuture<ErrorCode>> codes = IntStream.range(0, askers)
                .mapToObj(i -> CompletableFuture.supplyAsync(
                        () -> {
                            try {
                                last.digits(FibLast.MAX_N - 1, soon);
                                return ErrorCode.INTERNAL;
                            } catch (WizdException e) {
                                return e.fault().code();
                            }
                        },
                        Thread::startVirtualThread))
                .toList();

        assertThat(codes.stream().map(CompletableFuture::join).distinct())
                .isSubsetOf(ErrorCode.OVERLOADED, ErrorCode.DEADLINE_EXCEEDED)
                .contains(ErrorCode.OVERLOADED);
        assertThat(digits(100)).isEqualTo("354224848179261915075");
    }
}
