package io.wizd.db;

import io.wizd.protocol.Effect;
import io.wizd.protocol.Json;
import io.wizd.protocol.WizdException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The nodes over which keys and members are spread, and where each lies: by {@link #map()}, and, until sync has moved
 * everything after the list of nodes was changed, still by an {@linkplain #earlierMaps() earlier map}. Each node keeps
 * the map under which its keys are settled. Any thread.
 */
public final class Partitions implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Partitions.class);

    private static final long STATE_TIMEOUT_NANOS = TimeUnit.SECONDS.toNanos(5);

    private static final Procedure<NodeState> NODE_STATE = Procedure.single("kv_node_state", NodeState.class);

    private static final Procedure<Json> NODE_SETTLE = Procedure.single("kv_node_settle", Json.class);

    private final PartitionMap map;
    private final Database[] ofMap;
    private final List<Database> nodes;
    private final Map<String, Database> byName = new HashMap<>();
    private volatile List<PartitionMap> earlierMaps = List.of();

    /** The nodes without copies, and none that leaves. */
    public Partitions(List<Database> nodes) {
        this(nodes, List.of(), 0);
    }

    /**
     * @param nodes those that keys are spread over; the order has no meaning
     * @param leaving those that hold keys still, and lose them to the others
     * @param copies of each key beside the one of its owner
     */
    public Partitions(List<Database> nodes, List<Database> leaving, int copies) {
        this.nodes = new ArrayList<>(nodes);
        this.nodes.addAll(leaving);
        for (Database node : this.nodes) {
            if (byName.put(node.name(), node) != null) {
                throw new IllegalArgumentException("two partitions are called " + node.name());
            }
        }
        this.map = new PartitionMap(nodes.stream().map(Database::name).toList(), copies);
        this.ofMap = map.nodes().stream().map(byName::get).toArray(Database[]::new);
    }

    /** Where keys belong. */
    public PartitionMap map() {
        return map;
    }

    /** The node that owns a key, by its UTF-8 bytes. */
    public Database ownerOf(String key) {
        return ofMap[map.ownerOf(key)];
    }

    /** The node that owns what belongs to an account. */
    public Database ownerOf(long accountId) {
        return ofMap[map.ownerOf(accountId)];
    }

    /** The nodes that hold a key: its owner, then those with copies. */
    public List<Database> replicasOf(String key) {
        return Arrays.stream(map.replicasOf(key)).mapToObj(i -> ofMap[i]).toList();
    }

    /** The nodes that held a key under an earlier map, as far as they are known still. */
    public List<Database> replicasOf(String key, PartitionMap earlier) {
        return Arrays.stream(earlier.replicasOf(key))
                .mapToObj(i -> byName.get(earlier.nodes().get(i)))
                .filter(node -> node != null)
                .toList();
    }

    /** Every node, those that leave too. */
    public List<Database> nodes() {
        return List.copyOf(nodes);
    }

    /** The node of this name. */
    public @Nullable Database node(String name) {
        return byName.get(name);
    }

    /** The maps by which keys may lie elsewhere still; empty where everything is where it belongs. */
    public List<PartitionMap> earlierMaps() {
        return earlierMaps;
    }

    /** Whether every key lies where it belongs, as far as the nodes could be asked. */
    public boolean isSettled() {
        return earlierMaps.isEmpty();
    }

    /**
     * Asks the nodes how they are. Where the map of one is not the present one, keys are looked for by it too until
     * sync has settled that node; nodes that have never had a map take the present one if all of them are so.
     *
     * @return what those that answered say, by name
     */
    public synchronized Map<String, NodeState> refresh() {
        Map<String, NodeState> states = new HashMap<>();
        Set<PartitionMap> others = new LinkedHashSet<>();
        int without = 0;
        for (Map.Entry<Database, Reply> asked : ask().entrySet()) {
            NodeState state = asked.getValue().orNull();
            if (state == null) {
                continue;
            }
            states.put(asked.getKey().name(), state);
            if (state.map() == null) {
                without++;
            } else if (!PartitionMap.parse(state.map()).equals(map)) {
                others.add(PartitionMap.parse(state.map()));
            }
        }
        if (without > 0 && without == nodes.size()) {
            nodes.forEach(this::settle);
        }
        if (states.size() < nodes.size()) {
            // What lies on a node that is away lies there by the map that it had.
            others.addAll(earlierMaps);
        }
        note(List.copyOf(others));
        return states;
    }

    private void note(List<PartitionMap> others) {
        if (!others.isEmpty() && earlierMaps.isEmpty()) {
            LOG.info("Keys lie by {} still and belong by {}: sync moves them", others, map);
        }
        if (others.isEmpty() && !earlierMaps.isEmpty()) {
            LOG.info("All keys lie by {}", map);
        }
        earlierMaps = others;
    }

    /** The answer of a node, or that it is away. */
    private record Reply(io.wizd.protocol.Reply.@Nullable Pending<NodeState> pending) {
        @Nullable
        NodeState orNull() {
            try {
                return pending == null ? null : pending.await();
            } catch (WizdException e) {
                return null;
            }
        }
    }

    private Map<Database, Reply> ask() {
        Map<Database, Reply> asked = new HashMap<>();
        for (Database node : nodes) {
            try {
                asked.put(node, new Reply(node.call(NODE_STATE, request(Json.EMPTY_OBJECT))));
            } catch (WizdException e) {
                asked.put(node, new Reply(null));
            }
        }
        return asked;
    }

    /**
     * Writes with a node that its keys lie by the present map.
     *
     * @throws WizdException where the node is away
     */
    public void settle(Database node) {
        Json request = io.wizd.protocol.Jsons.write(Map.of("map", map.toString()));
        node.call(NODE_SETTLE, request(request)).awaitJson();
    }

    private static Request request(Json body) {
        return new Request.Plain(body, Effect.IDEMPOTENT_WRITE, System.nanoTime() + STATE_TIMEOUT_NANOS);
    }

    /** Closes every node, the last first. */
    @Override
    public void close() {
        nodes.reversed().forEach(Database::close);
    }
}
