package io.wizd.client.load;

/**
 * What came of a {@link LoadPlan} in its measured time.
 *
 * @param repliesPerSecond of all replies, refusals as well
 * @param latency from the write of a request to its reply, and the count of replies
 * @param errors replies that were no success
 * @param firstError the first of them, cut at 300 characters; empty if there was none
 * @param lostConnections connections that the server ended, or whose replies made no sense; they are not opened again
 */
public record LoadResult(
        double repliesPerSecond, LatencyHistogram latency, long errors, String firstError, int lostConnections) {

    /** Whether every reply was a success, and there was one. */
    public boolean isClean() {
        return latency.count() > 0 && errors == 0 && lostConnections == 0;
    }

    /** For people, one fact a line. */
    @Override
    public String toString() {
        return """
                replies/s  %,.0f
                latency    p50 %.2f ms, p99 %.2f ms, max %.2f ms
                replies    %,d, of which %,d errors; %d connections lost%s""".formatted(
                        repliesPerSecond,
                        latency.percentileNanos(50) / 1e6,
                        latency.percentileNanos(99) / 1e6,
                        latency.maxNanos() / 1e6,
                        latency.count(),
                        errors,
                        lostConnections,
                        firstError.isEmpty() ? "" : "\nerror      " + firstError);
    }
}
