package io.wizd.bench;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.wizd.client.load.NumberRange;
import io.wizd.db.Database;
import io.wizd.db.Partitions;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongFunction;
import java.util.stream.IntStream;

/** Which node owns a key or an account: asked of {@link Partitions} itself, which for that holds a connection to each. */
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
        return placeOf(partitions.ownerOf(key));
    }

    /** The same of what belongs to an account. */
    public int ownerOf(long accountId) {
        return placeOf(partitions.ownerOf(accountId));
    }

    private int placeOf(Database owner) {
        return IntStream.range(0, databases.size())
                .filter(i -> databases.get(i) == owner)
                .findFirst()
                .orElseThrow();
    }

    /** The numbers of the range by the node that owns their keys, in order; one array a node. */
    public List<int[]> numbersOf(NumberRange range, LongFunction<String> key) {
        IntStream.Builder[] numbers =
                databases.stream().map(node -> IntStream.builder()).toArray(IntStream.Builder[]::new);
        for (long n = range.min(); n <= range.max(); n++) {
            numbers[ownerOf(key.apply(n))].add(Math.toIntExact(n));
        }
        return Arrays.stream(numbers).map(owned -> owned.build().toArray()).toList();
    }

    @Override
    public void close() {
        partitions.close();
    }
}
