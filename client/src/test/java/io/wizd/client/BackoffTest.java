package io.wizd.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BackoffTest {
    private static final HealthPolicy POLICY = new HealthPolicy(1_000, 1_000, 100, 5_000);

    /** Gives always the smallest, or always the largest number that it may. */
    private record Extreme(boolean largest) implements RandomGenerator {
        @Override
        public long nextLong() {
            return largest ? Long.MAX_VALUE : 0;
        }

        @Override
        public long nextLong(long bound) {
            return largest ? bound - 1 : 0;
        }
    }

    @Test
    void theBoundDoublesUpToTheMaximumAndStaysThere() {
        Backoff backoff = new Backoff(POLICY, new Extreme(true));
        assertThat(waits(backoff, 8)).containsExactly(100L, 200L, 400L, 800L, 1_600L, 3_200L, 5_000L, 5_000L);
        assertThat(waits(backoff, 100)).containsOnly(5_000L);
    }

    @Test
    void theJitterIsFull() {
        assertThat(waits(new Backoff(POLICY, new Extreme(false)), 8)).containsOnly(0L);
    }

    @Test
    void aSuccessBeginsAnew() {
        Backoff backoff = new Backoff(POLICY, new Extreme(true));
        waits(backoff, 5);
        backoff.reset();
        assertThat(waits(backoff, 2)).containsExactly(100L, 200L);
    }

    private static List<Long> waits(Backoff backoff, int count) {
        return IntStream.range(0, count).mapToObj(i -> backoff.nextMs()).toList();
    }
}
