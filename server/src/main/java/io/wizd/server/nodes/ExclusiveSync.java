package io.wizd.server.nodes;

import io.wizd.db.Database;
import io.wizd.db.Lease;
import io.wizd.db.Partitions;
import io.wizd.handlers.kv.sync.KvSync;
import io.wizd.handlers.kv.sync.SyncProgress;
import io.wizd.handlers.kv.sync.SyncReport;
import io.wizd.protocol.ErrorCode;
import io.wizd.protocol.WizdException;

/**
 * Sync, one run at a time in the whole installation: by the schedule of any server, or by bin/sync. Any thread may
 * {@link #stop} it.
 */
public final class ExclusiveSync {
    private static final String LEASE = "kv-sync";

    private final Database main;
    private final Partitions partitions;
    private final KvSync sync;
    private final String who;
    private volatile boolean stopped;

    /**
     * @param main holds the lease
     * @param who runs it, for people
     */
    public ExclusiveSync(Database main, Partitions partitions, long tombstoneTtlMs, String who) {
        this.main = main;
        this.partitions = partitions;
        this.sync = new KvSync(partitions, tombstoneTtlMs);
        this.who = who;
    }

    /**
     * Runs it to its end, to that of the lease, or to {@link #stop}; it can be run again in each case.
     *
     * @throws WizdException LEASE_TAKEN where another run is under way or has taken over; STOPPING after a stop;
     *     otherwise what a node refused
     * @throws io.wizd.server.setup.StartException if keys lie on a node that is not configured
     */
    public SyncReport run(SyncProgress progress) {
        try (Lease lease = Lease.take(main, LEASE, who)) {
            partitions.refresh();
            KnownNodes.require(partitions);
            return sync.run((node, step, done) -> {
                progress.at(node, step, done);
                if (stopped) {
                    throw WizdException.of(ErrorCode.STOPPING, "sync was stopped");
                }
                lease.requireHeld();
            });
        }
    }

    /** Has the run end after the batch that is under way. */
    public void stop() {
        stopped = true;
    }
}
