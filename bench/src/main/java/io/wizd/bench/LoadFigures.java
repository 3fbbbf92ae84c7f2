package io.wizd.bench;

import io.wizd.client.load.LatencyHistogram;
import io.wizd.client.load.LoadResult;

/**
 * What those who sent the requests saw.
 *
 * @param replies that came, refusals as well
 * @param p50Ms median latency; 0 if there is none because all was one run
 * @param errors replies that were no success, and connections that were lost
 * @param firstError one of them, for people; empty if there is none
 */
public record LoadFigures(long replies, double perSecond, double p50Ms, double p99Ms, long errors, String firstError) {
    private static final double NANOS_PER_MS = 1e6;

    /** Those of the load generator. */
    public static LoadFigures of(LoadResult result) {
        String error = result.lostConnections() == 0
                ? result.firstError()
                : result.lostConnections() + " connections were lost " + result.firstError();
        return of(result.latency(), result.repliesPerSecond(), result.errors() + result.lostConnections(), error);
    }

    /** Those of a histogram that holds every reply. */
    public static LoadFigures of(LatencyHistogram latency, double perSecond, long errors, String firstError) {
        return new LoadFigures(
                latency.count(),
                perSecond,
                latency.percentileNanos(50) / NANOS_PER_MS,
                latency.percentileNanos(99) / NANOS_PER_MS,
                errors,
                firstError);
    }
}
