package io.wizd.db;

import io.wizd.event.Events;
import io.wizd.event.SyncEvent.KeysInPlace;
import io.wizd.event.SyncEvent.KeysMisplaced;
import io.wizd.protocol.Effect;
import io.wizd.protocol.ErrorCode;
import io.wizd.protocol.Json;
import io.wizd.protocol.Jsons;
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

    private static final Procedure<Json> NODE_SETTLE = Procedure.single("kv_node_settle", Json.class);

    private final PartitionMap map;
    private final Database[] ofMap;
    private final List<Database> nodes;
    private final Map<String, Database> byName = new HashMap<>();
    private volatile List<PartitionMap> earlierMaps = List.of();

    /** Where members lie; null if the nodes that know it are away. */
    private volatile @Nullable PartitionMap memberMap;

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
        this.memberMap = map;
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

    /**
     * The node that owns what belongs to an account. Members stay where they are when the list of nodes changes, until
     * none is left.
     *
     * @throws WizdException if the nodes that know it are away
     */
    public Database ownerOf(long accountId) {
        PartitionMap ofMembers = memberMap;
        Database owner = ofMembers == null ? null : byName.get(ofMembers.nodes().get(ofMembers.ownerOf(accountId)));
        if (owner == null) {
            throw WizdException.of(ErrorCode.DATABASE_AWAY, "the partitions that know where members lie are away");
        }
        return owner;
    }

    /** The map by which members lie; null if the nodes that know it are away. */
    public @Nullable PartitionMap memberMap() {
        return memberMap;
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

    /** The maps by which keys may lie elsewhere still; empty if everything is where it belongs. */
    public List<PartitionMap> earlierMaps() {
        return earlierMaps;
    }

    /** Whether every key lies where it belongs, as far as the nodes could be asked. */
    public boolean isSettled() {
        return earlierMaps.isEmpty();
    }

    /**
     * Asks the nodes how they are. If the map of one is not the present one, keys are looked for by it too until
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
        tellNodes(states, without == nodes.size());
        if (without > 0 && without < states.size()) {
            // It is new, or put in the place of one that was lost: the others may have what it shall have.
            others.add(map);
        }
        if (states.size() < nodes.size()) {
            // What lies on a node that is away lies there by the map that it had.
            others.addAll(earlierMaps);
        }
        setEarlierMaps(List.copyOf(others));
        return states;
    }

    /** Before the first key or member comes, all nodes must know by which map; the next refresh tells the rest. */
    private void tellNodes(Map<String, NodeState> states, boolean areNew) {
        PartitionMap ofMembers = memberMapOf(states);
        memberMap = ofMembers;
        if (ofMembers == null || states.size() < nodes.size()) {
            return;
        }
        try {
            for (Database node : nodes) {
                NodeState state = states.get(node.name());
                if (areNew) {
                    settle(node);
                } else if (state != null && !ofMembers.toString().equals(state.memberMap())) {
                    write(node, Map.of("memberMap", ofMembers.toString()));
                }
            }
        } catch (WizdException e) {
            LOG.debug("A node was not told where members lie: {}", e.getMessage());
            memberMap = null;
        }
    }

    private @Nullable PartitionMap memberMapOf(Map<String, NodeState> states) {
        boolean all = states.size() == nodes.size();
        if (all && states.values().stream().noneMatch(NodeState::hasMembers)) {
            return map;
        }
        for (NodeState state : states.values()) {
            if (state.memberMap() != null) {
                return PartitionMap.parse(state.memberMap());
            }
        }
        return all ? map : null;
    }

    private void setEarlierMaps(List<PartitionMap> others) {
        if (!others.isEmpty() && earlierMaps.isEmpty()) {
            Events.tell(new KeysMisplaced(others.toString(), map.toString()));
        }
        if (others.isEmpty() && !earlierMaps.isEmpty()) {
            Events.tell(new KeysInPlace(map.toString()));
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
                asked.put(node, new Reply(node.call(NodeState.ASK, request(Json.EMPTY_OBJECT))));
            } catch (WizdException e) {
                asked.put(node, new Reply(null));
            }
        }
        return asked;
    }

    /**
     * Writes with a node that its keys lie by the present map.
     *
     * @throws WizdException if the node is away
     */
    public void settle(Database node) {
        PartitionMap ofMembers = memberMap == null ? map : memberMap;
        write(node, Map.of("map", map.toString(), "memberMap", ofMembers.toString()));
    }

    private static void write(Database node, Map<String, String> maps) {
        node.call(NODE_SETTLE, request(Jsons.write(maps))).awaitJson();
    }

    private static Request request(Json body) {
        return new Request(body, Effect.IDEMPOTENT_WRITE, System.nanoTime() + STATE_TIMEOUT_NANOS);
    }

    /** Closes every node, the last first. */
    @Override
    public void close() {
        nodes.reversed().forEach(Database::close);
    }
}
