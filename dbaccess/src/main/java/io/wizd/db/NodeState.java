package io.wizd.db;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a partition says of itself.
 *
 * @param map the {@link PartitionMap} by which its keys lie; null if it has never had one
 * @param memberMap the map by which members lie; null if it was never told one
 * @param hasMembers whether any member lies here
 * @param changes calls that wrote here, and whose keys sync has not looked at yet
 * @param oldestChange when the first of them wrote, in microseconds since 1970
 * @param pending what other nodes lack still, because they were away
 */
public record NodeState(
        @Nullable String map,
        @Nullable String memberMap,
        boolean hasMembers,
        long changes,
        @Nullable Long oldestChange,
        List<Pending> pending) {

    /** What gives it. */
    static final Procedure<NodeState> ASK = Procedure.single("kv_node_state", NodeState.class);

    /** Keys that a node lacks still. */
    public record Pending(String node, long keys) {}
}
