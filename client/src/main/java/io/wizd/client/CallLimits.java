package io.wizd.client;

/**
 * How much at once, and for how long. Immutable, any thread.
 *
 * @param connectionsPerServer many calls share a connection, so 1 is enough, but where large replies hold up small ones
 * @param timeoutMs how long a call may take in all: its turn, connecting, retries and the reply; milliseconds
 * @param maxInFlight how many calls may wait for replies at once; the next one waits for its turn
 */
public record CallLimits(int connectionsPerServer, int timeoutMs, int maxInFlight) {
    /** One connection for each server, ten seconds, 256 calls: enough to keep the batches of a server full. */
    public static final CallLimits DEFAULT = new CallLimits(1, 10_000, 256);

    /** Refuses what cannot work. */
    public CallLimits {
        Requirement.check(
                connectionsPerServer >= 1 && connectionsPerServer <= 64,
                "connectionsPerServer is 1 to 64, not " + connectionsPerServer);
        Requirement.check(timeoutMs >= 1, "timeoutMs is at least 1, not " + timeoutMs);
        Requirement.check(maxInFlight >= 1, "maxInFlight is at least 1, not " + maxInFlight);
    }
}
