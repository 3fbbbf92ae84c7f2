package io.wizd.server;

/**
 * How much one upload may be.
 *
 * @param maxBytes the largest body of those that go to a file
 * @param maxUncompressedBytes the most that a gzip may hold, at least {@code maxBytes}
 * @param maxCompressionRatio how many times its own size a gzip may hold
 * @param maxRejectBytes the most that the rejected rows of a file may take
 */
public record UploadConfig(long maxBytes, long maxUncompressedBytes, int maxCompressionRatio, long maxRejectBytes) {}
