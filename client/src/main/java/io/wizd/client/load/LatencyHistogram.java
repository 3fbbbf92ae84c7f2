package io.wizd.client.load;

/**
 * Counts latencies in buckets whose width grows with the value: 64 to each power of two, so a percentile is at most
 * 1.6% too high. 0 ns to 2<sup>42</sup> ns (73 minutes); what is longer counts as that. One thread.
 *
 * <p>The layout is that of HdrHistogram (Gil Tene): the leading bits of the value are the index.
 */
public final class LatencyHistogram {
    private static final int SUB_BUCKET_BITS = 6;
    private static final int SUB_BUCKETS = 1 << SUB_BUCKET_BITS;
    private static final int MAX_BITS = 42;
    private static final long MAX_NANOS = (1L << MAX_BITS) - 1;

    private final long[] counts = new long[(MAX_BITS - SUB_BUCKET_BITS + 1) * SUB_BUCKETS];
    private long count;
    private long maxNanos;

    /** Counts one. */
    public void record(long nanos) {
        counts[index(Math.clamp(nanos, 0, MAX_NANOS))]++;
        count++;
        maxNanos = Math.max(maxNanos, nanos);
    }

    /** Adds all that the other has counted. */
    public void add(LatencyHistogram other) {
        for (int i = 0; i < counts.length; i++) {
            counts[i] += other.counts[i];
        }
        count += other.count;
        maxNanos = Math.max(maxNanos, other.maxNanos);
    }

    /** How many were counted. */
    public long count() {
        return count;
    }

    /** The longest, exactly; 0 if there was none. */
    public long maxNanos() {
        return maxNanos;
    }

    /**
     * The latency that so many percent did not exceed; 0 if none was counted.
     *
     * @param percentile above 0, up to 100
     */
    public long percentileNanos(double percentile) {
        long wanted = Math.max(1, (long) Math.ceil(count * percentile / 100));
        long seen = 0;
        for (int i = 0; i < counts.length; i++) {
            seen += counts[i];
            if (seen >= wanted) {
                return Math.min(upperEnd(i), maxNanos);
            }
        }
        return maxNanos;
    }

    /** Values below 64 are their own index; then the six bits below the leading one, and above them its place. */
    private static int index(long nanos) {
        int shift = Math.max(0, 63 - Long.numberOfLeadingZeros(nanos | 1) - SUB_BUCKET_BITS);
        return shift * SUB_BUCKETS + (int) (nanos >>> shift);
    }

    private static long upperEnd(int index) {
        if (index < 2 * SUB_BUCKETS) {
            return index;
        }
        int shift = index / SUB_BUCKETS - 1;
        return ((long) (index - shift * SUB_BUCKETS + 1) << shift) - 1;
    }
}
