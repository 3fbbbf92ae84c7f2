package io.wizd.handlers.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wizd.budget.RefusalLog;
import io.wizd.protocol.ErrorCode;
import io.wizd.protocol.WizdException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How often something may happen; wrong passwords, which are bounded by it too, have a test of their own. */
class WindowLimitTest {
    private static final int MAX = 3;
    private static final Duration WINDOW = Duration.ofHours(1);

    private final AtomicLong now = new AtomicLong();
    private final RefusalLog log = new RefusalLog(() -> "too many", "wait");
    private final WindowLimit limit =
            new WindowLimit(MAX, WINDOW, new WindowLimit.Refusals("too many here", log), now::get);

    private void takeAll(String key) {
        for (int i = 0; i < MAX; i++) {
            limit.take(key);
        }
    }

    private void assertRefused(String key, long retryAfterMs) {
        for (Runnable attempt : List.<Runnable>of(() -> limit.take(key), () -> limit.check(key))) {
            assertThatThrownBy(attempt::run).isInstanceOfSatisfying(WizdException.class, e -> {
                assertThat(e.fault().code()).isEqualTo(ErrorCode.RATE_LIMITED);
                assertThat(e.fault().description()).isEqualTo("too many here");
                assertThat(e.fault().retryAfterMs()).isEqualTo(retryAfterMs);
            });
        }
    }

    @Test
    void eachKeyHasItsOwnNumberWithinAWindow() {
        takeAll("a");
        assertRefused("a", WINDOW.toMillis());
        takeAll("b");

        now.addAndGet(WINDOW.minusSeconds(10).toNanos());
        assertRefused("a", 10_000);
        assertThat(log.count()).isEqualTo(4);

        now.addAndGet(Duration.ofSeconds(10).toNanos());
        takeAll("a");
    }

    /** Who is refused and tries on waits no longer for that. */
    @Test
    void whatIsRefusedMakesTheWindowNoLonger() {
        takeAll("a");
        for (int i = 0; i < 60; i++) {
            assertRefused("a", WINDOW.minusMinutes(i).toMillis());
            now.addAndGet(Duration.ofMinutes(1).toNanos());
        }
        takeAll("a");
    }

    @Test
    void whatIsOnlyLookedAtIsNotCounted() {
        for (int i = 0; i <= MAX; i++) {
            limit.check("a");
        }
        assertThat(limit.count("a")).isZero();
    }

    @Test
    void ofManyAtOnceNoMorePass() {
        List<CompletableFuture<Boolean>> all = IntStream.range(0, 64)
                .mapToObj(i -> CompletableFuture.supplyAsync(this::isTaken))
                .toList();
        assertThat(all.stream().filter(CompletableFuture::join)).hasSize(MAX);
    }

    private boolean isTaken() {
        try {
            limit.take("a");
            return true;
        } catch (WizdException e) {
            return false;
        }
    }
}
