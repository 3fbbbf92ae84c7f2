package io.wizd.bench.reference;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.wizd.bench.LoadFigures;
import io.wizd.db.Database;
import io.wizd.db.Partitions;
import io.wizd.handlers.kv.sync.KvSync;
import io.wizd.handlers.kv.sync.SyncProgress;
import io.wizd.handlers.kv.sync.SyncReport;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** wizd's own sync, as {@code bin/sync --once} runs it, with one copy of each key. An order is one run. */
public final class SyncRun {
    private static final int COPIES = 1;

    /** The defaults of reference.conf. */
    private static final int CONNECTIONS = 2;

    private static final int QUEUE_CAPACITY = 10_000;
    private static final long TOMBSTONE_TTL_MS = TimeUnit.DAYS.toMillis(1);

    private SyncRun() {}

    /** Arguments: how many keys it has to bring, then the nodes. */
    public static void main(String[] args) throws Exception {
        Orders orders = new Orders(args, 1);
        int keys = Integer.parseInt(args[0]);
        List<Database> nodes = orders.nodes().stream()
                .map(node -> new Database(
                        node.name(), node.address(), CONNECTIONS, QUEUE_CAPACITY, new SimpleMeterRegistry()))
                .toList();
        try (Partitions partitions = new Partitions(nodes, List.of(), COPIES)) {
            KvSync sync = new KvSync(partitions, TOMBSTONE_TTL_MS);
            partitions.refresh();
            orders.obey(durationMs -> run(sync, keys));
        }
    }

    private static LoadFigures run(KvSync sync, int expected) {
        long begunNanos = System.nanoTime();
        SyncReport report = sync.run(SyncProgress.NONE);
        double seconds = (System.nanoTime() - begunNanos) / 1e9;
        return new LoadFigures(
                report.sent(),
                report.sent() / seconds,
                0,
                0,
                Math.abs(expected - report.sent()),
                report.sent() == expected ? "" : report.toString());
    }
}
