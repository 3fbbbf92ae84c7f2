package io.wizd.handlers.members.batch;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class JobThrottleTest {
    @Test
    void aJobRestsSixteenTimesAsLongAsItWorkedWhileOthersAreBusy() {
        assertThat(JobThrottle.restNanos(MILLISECONDS.toNanos(100), 11, 1)).isEqualTo(MILLISECONDS.toNanos(1_600));
        assertThat(JobThrottle.restNanos(MILLISECONDS.toNanos(100), 10, 1))
                .as("hardly busy")
                .isZero();
        assertThat(JobThrottle.restNanos(SECONDS.toNanos(60), 1_000_000, 1)).isEqualTo(SECONDS.toNanos(20));
        assertThat(JobThrottle.restNanos(SECONDS.toNanos(100), Long.MAX_VALUE / SECONDS.toNanos(1), 1))
                .isEqualTo(SECONDS.toNanos(20));
    }

    @Test
    void twoJobsTakeNoMoreThanOne() {
        assertThat(JobThrottle.restNanos(MILLISECONDS.toNanos(100), 11, 2)).isEqualTo(MILLISECONDS.toNanos(3_200));
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
