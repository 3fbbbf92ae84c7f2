package io.wizd.handlers.kv.sync;

import io.wizd.db.Database;
import io.wizd.db.NodeState;
import io.wizd.db.PartitionMap;
import io.wizd.db.Partitions;
import io.wizd.handlers.kv.sync.SyncProgress.Step;
import io.wizd.protocol.ErrorCode;
import io.wizd.protocol.WizdException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/**
 * Brings every entry to the nodes that it belongs on. Each node tells what was written on it (its change log) and what
 * others lack (its pending keys); after the map of partitions was changed, each of its keys is looked at. Entries are
 * taken over where they are newer, so it does no harm to carry one twice, and a run that broke off anywhere can simply
 * be repeated. One run at a time in the whole installation: see {@link io.wizd.db.Lease}.
 *
 * <p>One thread, which may wait.
 */
public final class KvSync {
    /** Change rows that are read at once; each holds the keys of one CALL, 512 at most. */
    private static final int CHANGES_A_BATCH = 64;

    private static final int KEYS_A_BATCH = 512;

    private final Partitions partitions;
    private final long tombstoneTtlMs;

    /** @param tombstoneTtlMs how long a deleted key is remembered */
    public KvSync(Partitions partitions, long tombstoneTtlMs) {
        this.partitions = partitions;
        this.tombstoneTtlMs = tombstoneTtlMs;
    }

    /**
     * Does all that there was to do when it began. What a node that is away lacks is kept for the next run.
     *
     * @throws WizdException if a node refuses for another reason than being away, or the progress says to end
     */
    public SyncReport run(SyncProgress progress) {
        return new Run(progress).run();
    }

    /** One run. */
    private final class Run {
        private final SyncProgress progress;
        private final Set<String> away = new TreeSet<>();
        private final NodeKeys nodeKeys = new NodeKeys(partitions);
        private long purged;

        Run(SyncProgress progress) {
            this.progress = progress;
        }

        SyncReport run() {
            Map<String, NodeState> states = partitions.refresh();
            for (Database node : partitions.nodes()) {
                NodeState state = states.get(node.name());
                if (state == null) {
                    away.add(node.name());
                } else {
                    attempt(node, () -> carryPending(node, state));
                    attempt(node, () -> carryChanges(node, state));
                }
            }
            if (away.isEmpty() && !isSettled(states)) {
                settle();
            }
            for (Database node : partitions.nodes()) {
                attempt(node, () -> purge(node));
            }
            boolean settled = isSettled(partitions.refresh());
            return new SyncReport(nodeKeys.sent(), nodeKeys.forgotten(), purged, List.copyOf(away), settled);
        }

        /** Runs the work on a node; that the node is away ends this work and no other. */
        private void attempt(Database node, Runnable work) {
            if (away.contains(node.name())) {
                return;
            }
            try {
                work.run();
            } catch (WizdException e) {
                if (e.fault().code() != ErrorCode.DATABASE_AWAY) {
                    throw e;
                }
                away.add(node.name());
            }
        }

        private boolean isSettled(Map<String, NodeState> states) {
            return states.size() == partitions.nodes().size()
                    && states.values().stream()
                            .allMatch(state -> state.map() != null
                                    && PartitionMap.parse(state.map()).equals(partitions.map()));
        }

        private void carryPending(Database source, NodeState state) {
            for (NodeState.Pending pending : state.pending()) {
                Database target = partitions.node(pending.node());
                if (target == null || !target.isAway()) {
                    carryPending(source, pending.node());
                }
            }
        }

        private void carryPending(Database source, String target) {
            long done = 0;
            List<String> keys = nodeKeys.pending(source, target, "", KEYS_A_BATCH);
            while (!keys.isEmpty()) {
                Map<String, List<String>> lacking = nodeKeys.carry(source, keys);
                List<String> still = lacking.getOrDefault(target, List.of());
                nodeKeys.pendingDone(source, target, without(keys, still));
                nodeKeys.changesDone(source, List.of(), lacking);
                done += keys.size();
                progress.at(source.name(), Step.PENDING, done);
                keys = nodeKeys.pending(source, target, keys.getLast(), KEYS_A_BATCH);
            }
        }

        private static List<String> without(List<String> keys, List<String> some) {
            if (some.isEmpty()) {
                return keys;
            }
            Set<String> left = new LinkedHashSet<>(keys);
            some.forEach(left::remove);
            return List.copyOf(left);
        }

        /** As many changes as there were at the beginning: those that come meanwhile are for the next run. */
        private void carryChanges(Database source, NodeState state) {
            long changesLeft = state.changes();
            long done = 0;
            while (changesLeft > 0) {
                List<NodeKeys.Change> changes = nodeKeys.changes(source, (int) Math.min(changesLeft, CHANGES_A_BATCH));
                if (changes.isEmpty()) {
                    return;
                }
                Set<String> keys = new LinkedHashSet<>();
                changes.forEach(change -> keys.addAll(change.keys()));
                Map<String, List<String>> lacking = nodeKeys.carry(source, List.copyOf(keys));
                away.addAll(lacking.keySet());
                nodeKeys.changesDone(
                        source, changes.stream().map(NodeKeys.Change::seq).toList(), lacking);
                changesLeft -= changes.size();
                done += keys.size();
                progress.at(source.name(), Step.CHANGES, done);
            }
        }

        /** Only with all nodes: what one that is away holds, nobody knows. */
        private void settle() {
            partitions.nodes().forEach(node -> attempt(node, () -> move(node)));
            if (away.isEmpty()) {
                partitions.nodes().forEach(partitions::settle);
            }
        }

        /** Looks at every key of the node. */
        private void move(Database source) {
            long done = 0;
            List<String> keys = nodeKeys.all(source, "", KEYS_A_BATCH);
            while (!keys.isEmpty()) {
                Map<String, List<String>> lacking = nodeKeys.carry(source, keys);
                nodeKeys.changesDone(source, List.of(), lacking);
                away.addAll(lacking.keySet());
                done += keys.size();
                progress.at(source.name(), Step.MOVE, done);
                keys = nodeKeys.all(source, keys.getLast(), KEYS_A_BATCH);
            }
        }

        private void purge(Database node) {
            long before = TimeUnit.MILLISECONDS.toMicros(System.currentTimeMillis() - tombstoneTtlMs);
            NodeKeys.Purge purge;
            do {
                purge = nodeKeys.purge(node, before, KEYS_A_BATCH);
                purged += purge.purged();
                progress.at(node.name(), Step.PURGE, purged);
            } while (purge.more() && purge.purged() + purge.expired() > 0);
        }
    }
}
