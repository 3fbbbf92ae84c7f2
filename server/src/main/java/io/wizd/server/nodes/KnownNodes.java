package io.wizd.server.nodes;

import io.wizd.db.PartitionMap;
import io.wizd.db.Partitions;
import io.wizd.server.setup.StartException;
import java.util.List;

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
        List<String> unknown = partitions.earlierMaps().stream()
                .flatMap(map -> map.nodes().stream())
                .filter(name -> partitions.node(name) == null)
                .distinct()
                .toList();
        if (!unknown.isEmpty()) {
            throw new StartException(
                    StartException.CONFIG,
                    "partition " + String.join(", ", unknown) + " still holds keys: keep its line in"
                            + " wizd.database.partitions with leaving = true until bin/sync has moved them");
        }
        PartitionMap ofMembers = partitions.memberMap();
        List<String> withMembers = ofMembers == null
                ? List.of()
                : ofMembers.nodes().stream()
                        .filter(name -> partitions.node(name) == null)
                        .toList();
        if (!withMembers.isEmpty()) {
            throw new StartException(
                    StartException.CONFIG,
                    "partition " + String.join(", ", withMembers) + " holds members, which are not moved: keep its line"
                            + " in wizd.database.partitions, with leaving = true where it shall hold no keys");
        }
    }
}
