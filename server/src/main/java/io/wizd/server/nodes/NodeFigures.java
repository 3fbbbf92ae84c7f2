package io.wizd.server.nodes;

import io.wizd.db.Database;
import io.wizd.db.NodeState;
import io.wizd.db.PartitionMap;
import io.wizd.db.Partitions;
import io.wizd.db.Procedure;
import io.wizd.db.Request;
import io.wizd.protocol.Effect;
import io.wizd.protocol.Json;
import io.wizd.protocol.Jsons;
import io.wizd.protocol.WizdException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * How a node is, as people and programs are told. What a node that is away holds is not known: null.
 *
 * @param state up; away; leaving; moving, where sync has not yet settled its keys under the present list of nodes
 * @param keys live ones, copies and keys under way included
 * @param share of the keys of all nodes, 0 to 1
 * @param changes calls that wrote here and are not carried yet
 * @param lagSeconds age of the oldest of these changes; 0 if there is none
 * @param pending keys that the other nodes keep for it
 * @param settled whether all its keys are where they belong
 */
public record NodeFigures(
        String name,
        String state,
        @Nullable Long keys,
        @Nullable Double share,
        @Nullable Long changes,
        @Nullable Double lagSeconds,
        long pending,
        boolean settled) {

    private static final long COUNT_TIMEOUT_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final double MICROS_A_SECOND = 1e6;

    private static final Procedure<Count> KV_COUNT = Procedure.range("kv_count", Count.class);

    /** Of which one CALL counts. */
    private static final int ROWS_A_CALL = 100_000;

    private record Count(long keys, @Nullable String next) {}

    /** Asks all nodes; counting takes about a second for a million keys. */
    public static List<NodeFigures> of(Partitions partitions) {
        Map<String, NodeState> states = partitions.refresh();
        Map<String, Long> keys = count(partitions.nodes());
        long allKeys = keys.values().stream().mapToLong(Long::longValue).sum();
        List<NodeFigures> figures = new ArrayList<>();
        for (Database node : partitions.nodes()) {
            String name = node.name();
            NodeState said = states.get(name);
            Long ownKeys = keys.get(name);
            boolean settled = said != null && isSettled(said, partitions.map());
            figures.add(new NodeFigures(
                    name,
                    stateOf(said, settled, partitions.map().nodes().contains(name)),
                    ownKeys,
                    ownKeys == null ? null : allKeys == 0 ? 0 : (double) ownKeys / allKeys,
                    said == null ? null : said.changes(),
                    said == null ? null : lagSeconds(said),
                    pendingFor(name, states),
                    settled));
        }
        return figures;
    }

    /** A node that is away has no count. */
    private static Map<String, Long> count(List<Database> nodes) {
        Map<String, CompletableFuture<Long>> asked = new LinkedHashMap<>();
        long deadline = System.nanoTime() + COUNT_TIMEOUT_NANOS;
        nodes.forEach(node -> asked.put(node.name(), count(node, "", deadline)));
        Map<String, Long> keys = new LinkedHashMap<>();
        asked.forEach((node, count) -> {
            try {
                keys.put(node, count.join());
            } catch (CompletionException e) {
                if (!(e.getCause() instanceof WizdException)) {
                    throw e;
                }
            }
        });
        return keys;
    }

    /** Counts the keys behind one. */
    private static CompletableFuture<Long> count(Database node, String after, long deadline) {
        Json range = Jsons.write(Map.of("after", after, "limit", ROWS_A_CALL));
        try {
            return node.call(KV_COUNT, new Request(range, Effect.READ, deadline))
                    .future()
                    .thenApply(reply -> Jsons.read(reply, Count.class))
                    .thenCompose(some -> some.next() == null
                            ? CompletableFuture.completedFuture(some.keys())
                            : count(node, some.next(), deadline).thenApply(others -> some.keys() + others));
        } catch (WizdException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private static boolean isSettled(NodeState said, PartitionMap map) {
        return said.map() != null && PartitionMap.parse(said.map()).equals(map);
    }

    private static String stateOf(@Nullable NodeState said, boolean settled, boolean stays) {
        if (said == null) {
            return "away";
        }
        if (!stays) {
            return "leaving";
        }
        return settled ? "up" : "moving";
    }

    /** Age of the oldest change of a node, by the clock of this machine. */
    static double lagSeconds(NodeState said) {
        Long oldest = said.oldestChange();
        long nowMicros = TimeUnit.MILLISECONDS.toMicros(System.currentTimeMillis());
        return oldest == null ? 0 : Math.max(0, nowMicros - oldest) / MICROS_A_SECOND;
    }

    /** Keys that the other nodes keep for this one. */
    static long pendingFor(String node, Map<String, NodeState> states) {
        return states.values().stream()
                .flatMap(state -> state.pending().stream())
                .filter(pending -> pending.node().equals(node))
                .mapToLong(NodeState.Pending::keys)
                .sum();
    }
}
