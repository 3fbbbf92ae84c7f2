package io.wizd.handlers.members.batch;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class JobThrottleTest {
    private static final long A_TENTH = MILLISECONDS.toNanos(100);

    @Test
    void aJobRestsTheLongerTheMoreCallsOthersMake() {
        assertThat(JobThrottle.restNanos(A_TENTH, 10, 1)).as("hardly busy").isZero();
        assertThat(JobThrottle.restNanos(A_TENTH, 16, 1)).isEqualTo(MILLISECONDS.toNanos(500));
        assertThat(JobThrottle.restNanos(A_TENTH, 32, 1)).isEqualTo(MILLISECONDS.toNanos(1_000));
    }

    @Test
    void thereIsAMostThatItRests() {
        assertThat(JobThrottle.restNanos(A_TENTH, 1_000_000, 1)).isEqualTo(MILLISECONDS.toNanos(3_200));
        assertThat(JobThrottle.restNanos(SECONDS.toNanos(60), 1_000_000, 1)).isEqualTo(SECONDS.toNanos(20));
        assertThat(JobThrottle.restNanos(SECONDS.toNanos(100), Long.MAX_VALUE, 1))
                .isEqualTo(SECONDS.toNanos(20));
    }

    @Test
    void twoJobsTakeNoMoreThanOne() {
        assertThat(JobThrottle.restNanos(A_TENTH, 32, 2)).isEqualTo(MILLISECONDS.toNanos(2_000));
    }

    @Test
    void itDoesNotRestOnceItIsStopped() {
        AtomicLong calls = new AtomicLong();
        JobThrottle throttle = new JobThrottle(() -> calls.addAndGet(1_000_000), () -> 1);
        AtomicLong asked = new AtomicLong();
        throttle.rest(() -> asked.incrementAndGet() > 0);
        assertThat(asked).hasValueLessThan(2);
    }
}
