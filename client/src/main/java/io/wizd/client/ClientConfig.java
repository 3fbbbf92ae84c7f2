package io.wizd.client;

/**
 * Where a wizd is, and how to talk to it. Immutable, any thread.
 *
 * @param host name or address
 * @param port 1 to 65535
 * @param timeoutMs how long a call may take in all: waiting for its turn, connecting, and the reply; milliseconds
 * @param maxInFlight how many calls may wait for replies at once; the next one waits for its turn
 * @param identity who sends, where a message does not say so itself
 */
public record ClientConfig(String host, int port, int timeoutMs, int maxInFlight, Identity identity) {
    /** The port of a wizd that was not told another. */
    public static final int DEFAULT_PORT = 8003;

    /** Ten seconds: above the deadline of any message, so that the server's own refusal arrives first. */
    public static final int DEFAULT_TIMEOUT_MS = 10_000;

    /** Enough to keep the batches of a server full; few enough for its queues. */
    public static final int DEFAULT_MAX_IN_FLIGHT = 256;

    /** Refuses what cannot work. */
    public ClientConfig {
        require(!host.isBlank(), "the host is empty");
        require(port >= 1 && port <= 65_535, "a port is 1 to 65535, not " + port);
        require(timeoutMs >= 1, "timeoutMs is at least 1, not " + timeoutMs);
        require(maxInFlight >= 1, "maxInFlight is at least 1, not " + maxInFlight);
    }

    /** The defaults, and nobody in particular. */
    public static ClientConfig at(String host, int port) {
        return new ClientConfig(host, port, DEFAULT_TIMEOUT_MS, DEFAULT_MAX_IN_FLIGHT, Identity.NOBODY);
    }

    /** The same with another timeout, in milliseconds. */
    public ClientConfig withTimeoutMs(int newTimeoutMs) {
        return new ClientConfig(host, port, newTimeoutMs, maxInFlight, identity);
    }

    /** The same with another number of calls in flight. */
    public ClientConfig withMaxInFlight(int newMaxInFlight) {
        return new ClientConfig(host, port, timeoutMs, newMaxInFlight, identity);
    }

    /** The same, sent by somebody. */
    public ClientConfig withIdentity(Identity newIdentity) {
        return new ClientConfig(host, port, timeoutMs, maxInFlight, newIdentity);
    }

    /** {@code host:port}, for people. */
    public String address() {
        return host + ":" + port;
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
