package io.wizd.bench;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.wizd.db.Database;
import io.wizd.db.Partitions;
import java.util.List;
import java.util.stream.IntStream;

/** Which node owns a key: asked of {@link Partitions} itself, which for that holds a connection to each. */
public final class KeyOwners implements AutoCloseable {
    private final Partitions partitions;
    private final List<Database> databases;

    /** Any thread may ask. */
    public KeyOwners(List<KvNode> nodes) {
        this.databases = nodes.stream()
                .map(node -> new Database(node.name(), node.address(), 1, 1, new SimpleMeterRegistry()))
                .toList();
        this.partitions = new Partitions(databases);
    }

    /** The place of the owner in the list of nodes. */
    public int ownerOf(String key) {
        Database owner = partitions.ownerOf(key);
        return IntStream.range(0, databases.size())
                .filter(i -> databases.get(i) == owner)
                .findFirst()
                .orElseThrow();
    }

    @Override
    public void close() {
        partitions.close();
    }
}
