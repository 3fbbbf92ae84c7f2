package io.wizd.handlers.kv.sync;

import java.util.List;

/**
 * What one run of sync did.
 *
 * @param sent entries that another node took over
 * @param forgotten entries that were given up where they do not belong
 * @param purged tombstones that nobody needs any more
 * @param away nodes that could not be reached; what they lack is kept for them
 * @param settled whether every key lies where it belongs now
 */
public record SyncReport(long sent, long forgotten, long purged, List<String> away, boolean settled) {}
