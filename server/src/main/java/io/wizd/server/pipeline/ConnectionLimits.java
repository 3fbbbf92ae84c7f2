package io.wizd.server.pipeline;

/**
 * What one connection may take.
 *
 * @param maxMessageBytes the largest message in any framing, and the largest body over HTTP, in bytes
 * @param maxInFlightPerConnection messages in flight after which nothing more is read
 * @param writeIdleTimeoutMs a client that takes no byte for so long is closed
 */
public record ConnectionLimits(int maxMessageBytes, int maxInFlightPerConnection, long writeIdleTimeoutMs) {}
