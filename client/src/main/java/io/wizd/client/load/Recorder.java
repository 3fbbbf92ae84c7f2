package io.wizd.client.load;

import java.util.function.Supplier;

/** What one event loop has counted. Confined to it until the load is over. */
final class Recorder {
    private enum Phase {
        WARM_UP,
        MEASURED,
        OVER
    }

    private final LatencyHistogram latency = new LatencyHistogram();
    private Phase phase = Phase.WARM_UP;
    private long begunNanos;
    private long endedNanos;
    private long errors;
    private String firstError = "";
    private int lostConnections;

    void begin() {
        begunNanos = System.nanoTime();
        phase = Phase.MEASURED;
    }

    void end() {
        endedNanos = System.nanoTime();
        phase = Phase.OVER;
    }

    boolean isOver() {
        return phase == Phase.OVER;
    }

    void succeeded(long latencyNanos) {
        if (phase == Phase.MEASURED) {
            latency.record(latencyNanos);
        }
    }

    /** The first one is kept for people to see what goes wrong. */
    void failed(long latencyNanos, Supplier<String> reply) {
        if (phase == Phase.MEASURED) {
            latency.record(latencyNanos);
            errors++;
            if (firstError.isEmpty()) {
                firstError = reply.get();
            }
        }
    }

    /** Counted also in the warm-up, since it leaves less load for the rest. */
    void lostConnection() {
        if (phase != Phase.OVER) {
            lostConnections++;
        }
    }

    LoadResult result() {
        double seconds = (endedNanos - begunNanos) / 1e9;
        return new LoadResult(latency.count() / seconds, latency, errors, firstError, lostConnections);
    }
}
