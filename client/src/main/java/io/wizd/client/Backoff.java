package io.wizd.client;

import java.util.random.RandomGenerator;

/** How long to wait before the next attempt: exponential, with full jitter. Confined to the event loop. */
final class Backoff {
    private final long baseMs;
    private final long maxMs;
    private final RandomGenerator random;
    private int failures;

    Backoff(HealthPolicy policy, RandomGenerator random) {
        this.baseMs = policy.reconnectBaseMs();
        this.maxMs = policy.reconnectMaxMs();
        this.random = random;
    }

    /** The wait before the next attempt, in milliseconds; each call counts as one more failure. */
    long nextMs() {
        // 2^31 times a millisecond is above any maximum, and below what overflows.
        long bound = Math.min(maxMs, baseMs << Math.min(failures, 31));
        failures++;
        return random.nextLong(bound + 1);
    }

    /** An attempt succeeded. */
    void reset() {
        failures = 0;
    }
}
