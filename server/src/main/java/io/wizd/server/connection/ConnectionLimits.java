package io.wizd.server.connection;

import io.wizd.protocol.JsonLimits;

/**
 * What one connection may take.
 *
 * @param maxMessageBytes the largest message in any framing, and the largest body over HTTP where the route does not say
 *     otherwise, in bytes
 * @param maxInFlightPerConnection messages in flight after which nothing more is read, at least 1
 * @param writeIdleTimeoutMs a client that takes no byte for so long is closed
 * @param requestTimeoutMs an HTTP request that is not complete so long after its first byte, or after the last whole MiB
 *     of its body, or the last byte of an upload, is answered with 408
 * @param idleTimeoutMs a connection without its first byte, or an HTTP connection without a request, for so long is closed
 */
public record ConnectionLimits(
        int maxMessageBytes,
        int maxInFlightPerConnection,
        long writeIdleTimeoutMs,
        long requestTimeoutMs,
        long idleTimeoutMs) {

    /** What users get where they say nothing else. */
    public static ConnectionLimits defaults() {
        return new ConnectionLimits(JsonLimits.DEFAULT_MAX_MESSAGE_BYTES, 256, 30_000, 30_000, 75_000);
    }
}
