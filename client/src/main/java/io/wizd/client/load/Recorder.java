package io.wizd.client.load;

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

    void replied(long latencyNanos, boolean success) {
        if (phase == Phase.MEASURED) {
            latency.record(latencyNanos);
            errors += success ? 0 : 1;
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
        return new LoadResult(latency.count(), errors, lostConnections, latency.count() / seconds, latency);
    }
}
