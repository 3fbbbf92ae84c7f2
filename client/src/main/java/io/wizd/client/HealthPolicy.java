package io.wizd.client;

/**
 * How a client watches its servers. Immutable, any thread.
 *
 * <p>Each connection is pinged at an interval, idle or not, and at once after a call timed out. It is lost when nothing
 * at all came for {@code checkTimeoutMs} after a ping. Before the n-th attempt in a row to connect again, the client
 * waits a random time between 0 and {@code min(reconnectMaxMs, reconnectBaseMs × 2^(n-1))}: full jitter, so that the
 * clients of a server that comes back do not come all at once.
 *
 * @param pingIntervalMs milliseconds from one ping's answer to the next ping
 * @param checkTimeoutMs how long connecting may take, and the answer to a ping; milliseconds
 * @param reconnectBaseMs bound of the first wait, and the least time between two attempts that waiting calls ask for;
 *     milliseconds
 * @param reconnectMaxMs bound of every wait, milliseconds
 */
public record HealthPolicy(int pingIntervalMs, int checkTimeoutMs, int reconnectBaseMs, int reconnectMaxMs) {
    /** A ping every 2 s with 2 s for its answer, so that a server that hangs is out before calls time out. */
    public static final HealthPolicy DEFAULT = new HealthPolicy(2_000, 2_000, 100, 5_000);

    /** Refuses what cannot work. */
    public HealthPolicy {
        Requirement.check(pingIntervalMs >= 10, "pingIntervalMs is at least 10, not " + pingIntervalMs);
        Requirement.check(checkTimeoutMs >= 10, "checkTimeoutMs is at least 10, not " + checkTimeoutMs);
        Requirement.check(reconnectBaseMs >= 1, "reconnectBaseMs is at least 1, not " + reconnectBaseMs);
        Requirement.check(
                reconnectMaxMs >= reconnectBaseMs, "reconnectMaxMs is at least reconnectBaseMs, not " + reconnectMaxMs);
    }
}
