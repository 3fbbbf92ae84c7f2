package io.wizd.server.nodes;

import io.wizd.db.Database;
import io.wizd.db.NodeState;
import io.wizd.db.PartitionMap;
import io.wizd.db.Partitions;
import io.wizd.server.setup.StartException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Whether all nodes that hold keys are in the configuration. */
public final class KnownNodes {
    private KnownNodes() {}

    /**
     * Refuses to go on where keys may lie on a node that is not configured any more: they would read as absent, and
     * sync would then forget where they were.
     *
     * @param partitions after a {@link Partitions#refresh()}
     * @throws StartException CONFIG, one line for a person
     */
    public static void require(Partitions partitions) {
        Set<String> configured = partitions.nodes().stream().map(Database::name).collect(Collectors.toSet());
        requireForKeys(configured, partitions.earlierMaps());
        requireForMembers(configured, partitions.memberMap());
    }

    /**
     * The same by what one node says.
     *
     * @param configured the names of all nodes
     * @throws StartException CONFIG, one line for a person
     */
    public static void require(Set<String> configured, NodeState state) {
        requireForKeys(
                configured,
                Stream.ofNullable(state.map()).map(PartitionMap::parse).toList());
        String ofMembers = state.hasMembers() ? state.memberMap() : null;
        requireForMembers(configured, ofMembers == null ? null : PartitionMap.parse(ofMembers));
    }

    private static void requireForKeys(Set<String> configured, List<PartitionMap> earlierMaps) {
        List<String> unknown = earlierMaps.stream()
                .flatMap(map -> map.nodes().stream())
                .filter(name -> !configured.contains(name))
                .distinct()
                .toList();
        if (!unknown.isEmpty()) {
            throw new StartException(
                    StartException.CONFIG,
                    "partition " + String.join(", ", unknown) + " still holds keys: keep its line in"
                            + " wizd.database.partitions with leaving = true until bin/sync has moved them");
        }
    }

    private static void requireForMembers(Set<String> configured, @Nullable PartitionMap ofMembers) {
        List<String> withMembers = ofMembers == null
                ? List.of()
                : ofMembers.nodes().stream()
                        .filter(name -> !configured.contains(name))
                        .toList();
        if (!withMembers.isEmpty()) {
            throw new StartException(
                    StartException.CONFIG,
                    "partition " + String.join(", ", withMembers) + " holds members, which are not moved: keep its line"
                            + " in wizd.database.partitions, with leaving = true where it shall hold no keys");
        }
    }
}
