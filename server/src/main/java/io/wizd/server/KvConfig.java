package io.wizd.server;

/**
 * How keys are kept.
 *
 * @param copies of each key, beside the one of its owner
 * @param writeFallback whether a copy takes sets while the owner is away
 * @param syncIntervalMs between two runs of sync; 0 for none from this server
 * @param tombstoneTtlMs how long a deleted key is remembered, so that no old copy brings it back
 */
public record KvConfig(int copies, boolean writeFallback, long syncIntervalMs, long tombstoneTtlMs) {}
