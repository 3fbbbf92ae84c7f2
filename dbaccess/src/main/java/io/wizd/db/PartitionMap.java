package io.wizd.db;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.wizd.protocol.Json;
import io.wizd.protocol.Jsons;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;

/**
 * Which nodes a key lies on: its owner and {@code copies} further ones. They are found by rendezvous (highest random
 * weight) hashing: every node gets a weight from its name and the key, and the greatest win. A node more or less moves
 * only the keys that it gains or loses (Thaler and Ravishankar, "Using Name-Based Mappings to Increase Hit Rates",
 * 1998).
 *
 * <p>The weights decide where stored data lies, so they must never change: FNV-1a (64 bits) of the bytes, and the
 * finaliser of SplitMix64 over node and key. Immutable, any thread. Two maps are equal where they put every key on the
 * same nodes.
 */
public final class PartitionMap {
    private static final int MAX_NODES = 64;

    private final List<String> nodes;
    private final int copies;
    private final long[] nodeHashes;

    /** How a map is stored with the nodes. */
    private record Text(
            @JsonProperty("nodes") List<String> nodes,
            @JsonProperty("copies") int copies) {
        @JsonCreator
        Text {}
    }

    /**
     * @param nodes names that differ; their order has no meaning
     * @param copies of each key beside the one of its owner; there are never more than the other nodes
     */
    public PartitionMap(List<String> nodes, int copies) {
        if (nodes.isEmpty()) {
            throw new IllegalArgumentException("there must be one partition at least");
        }
        if (nodes.size() > MAX_NODES) {
            throw new IllegalArgumentException("there may be " + MAX_NODES + " partitions at most");
        }
        if (new HashSet<>(nodes).size() < nodes.size()) {
            throw new IllegalArgumentException("two partitions have the same name: " + nodes);
        }
        this.nodes = nodes.stream().sorted().toList();
        this.copies = Math.min(copies, nodes.size() - 1);
        this.nodeHashes = this.nodes.stream()
                .mapToLong(node -> fnv1a(node.getBytes(StandardCharsets.UTF_8)))
                .toArray();
    }

    /** Reads what {@link #toString} wrote. */
    public static PartitionMap parse(String text) {
        Text map = Jsons.read(Json.of(text), Text.class);
        return new PartitionMap(map.nodes(), map.copies());
    }

    /** The names, in their order. */
    public List<String> nodes() {
        return nodes;
    }

    /** Copies of each key beside the one of its owner. */
    public int copies() {
        return copies;
    }

    /** The node that owns a key, as an index of {@link #nodes()}. */
    int ownerOf(String key) {
        return heaviest(fnv1a(key.getBytes(StandardCharsets.UTF_8)), 0);
    }

    /** The node that owns what belongs to an account, as an index of {@link #nodes()}. */
    public int ownerOf(long accountId) {
        return heaviest(mix(accountId), 0);
    }

    /** The nodes that hold a key, as indexes of {@link #nodes()}: the owner, then the copies. */
    int[] replicasOf(String key) {
        long keyHash = fnv1a(key.getBytes(StandardCharsets.UTF_8));
        long taken = 0;
        int[] replicas = new int[copies + 1];
        for (int i = 0; i < replicas.length; i++) {
            replicas[i] = heaviest(keyHash, taken);
            taken |= 1L << replicas[i];
        }
        return replicas;
    }

    /** @param taken bit i for a node that does not count any more */
    private int heaviest(long keyHash, long taken) {
        int heaviest = -1;
        long greatest = 0;
        for (int i = 0; i < nodeHashes.length; i++) {
            long weight = mix(nodeHashes[i] ^ keyHash);
            if ((taken & 1L << i) == 0 && (heaviest < 0 || Long.compareUnsigned(weight, greatest) > 0)) {
                greatest = weight;
                heaviest = i;
            }
        }
        return heaviest;
    }

    static long fnv1a(byte[] bytes) {
        long hash = 0xcbf29ce484222325L;
        for (byte b : bytes) {
            hash = (hash ^ (b & 0xff)) * 0x100000001b3L;
        }
        return hash;
    }

    static long mix(long value) {
        long z = value + 0x9e3779b97f4a7c15L;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PartitionMap that && nodes.equals(that.nodes) && copies == that.copies;
    }

    @Override
    public int hashCode() {
        return nodes.hashCode() + copies;
    }

    /** JSON, as it is stored with the nodes: {@code {"nodes":["p1","p2"],"copies":1}}. */
    @Override
    public String toString() {
        return Jsons.write(new Text(nodes, copies)).toString();
    }
}
