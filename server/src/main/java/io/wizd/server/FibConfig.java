package io.wizd.server;

/**
 * How many Fibonacci numbers are answered.
 *
 * @param cachedMax numbers that are kept in memory and in database main
 * @param max numbers that one answer may have, at least {@code cachedMax}
 */
public record FibConfig(int cachedMax, int max) {}
