package io.wizd.client.load;

/**
 * What came of a {@link LoadPlan} in its measured time.
 *
 * @param replies all replies, refusals as well
 * @param errors replies that were no success
 * @param lostConnections connections that the server ended, or whose replies made no sense; they are not opened again
 * @param repliesPerSecond over the measured time
 * @param latency from the write of a request to its reply
 */
public record LoadResult(
        long replies, long errors, int lostConnections, double repliesPerSecond, LatencyHistogram latency) {

    /** Whether every reply was a success, and there was one. */
    public boolean isClean() {
        return replies > 0 && errors == 0 && lostConnections == 0;
    }

    /** For people, one fact a line. */
    @Override
    public String toString() {
        return """
                replies/s  %,.0f
                latency    p50 %.2f ms, p99 %.2f ms, max %.2f ms
                replies    %,d, of which %,d errors; %d connections lost""".formatted(
                        repliesPerSecond,
                        latency.percentileNanos(50) / 1e6,
                        latency.percentileNanos(99) / 1e6,
                        latency.maxNanos() / 1e6,
                        replies,
                        errors,
                        lostConnections);
    }
}
