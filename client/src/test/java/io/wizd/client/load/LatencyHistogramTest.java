package io.wizd.client.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class LatencyHistogramTest {
    @Test
    void anEmptyOneHasZeros() {
        LatencyHistogram histogram = new LatencyHistogram();
        assertThat(histogram.count()).isZero();
        assertThat(histogram.percentileNanos(99)).isZero();
        assertThat(histogram.maxNanos()).isZero();
    }

    @Test
    void percentilesAreThoseOfTheSortedValuesWithinABucket() {
        Random random = new Random(1);
        long[] values = new long[100_000];
        LatencyHistogram histogram = new LatencyHistogram();
        for (int i = 0; i < values.length; i++) {
            values[i] = (long) Math.exp(random.nextDouble() * 25);
            histogram.record(values[i]);
        }
        Arrays.sort(values);
        for (double percentile : new double[] {0.01, 1, 25, 50, 90, 99, 99.9, 99.999}) {
            long exact = values[(int) Math.ceil(values.length * percentile / 100) - 1];
            assertThat(histogram.percentileNanos(percentile))
                    .as("p%s", percentile)
                    .isGreaterThanOrEqualTo(exact)
                    .isCloseTo(exact, Percentage.withPercentage(1.6));
        }
        assertThat(histogram.percentileNanos(100)).isEqualTo(values[values.length - 1]);
        assertThat(histogram.maxNanos()).isEqualTo(values[values.length - 1]);
    }

    @Test
    void everyValueFallsInOneBucketAndNeverBeyondItsEnd() {
        for (long value = 0; value < 100_000; value++) {
            LatencyHistogram histogram = new LatencyHistogram();
            histogram.record(value);
            histogram.record(Long.MAX_VALUE / 2);
            assertThat(histogram.percentileNanos(50)).isBetween(value, value + value / 64 + 1);
        }
    }

    @Test
    void sumsUp() {
        LatencyHistogram one = new LatencyHistogram();
        LatencyHistogram other = new LatencyHistogram();
        one.record(10);
        other.record(20);
        other.record(-5);
        one.add(other);
        assertThat(one.count()).isEqualTo(3);
        assertThat(one.percentileNanos(1)).isZero();
        assertThat(one.percentileNanos(50)).isEqualTo(10);
        assertThat(one.maxNanos()).isEqualTo(20);
    }
}
