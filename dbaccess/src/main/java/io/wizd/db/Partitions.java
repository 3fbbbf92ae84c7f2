package io.wizd.db;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The nodes over which keys are spread. The owner of a key is found by rendezvous (highest random weight) hashing:
 * every node gets a weight from its name and the key, and the greatest wins. A node more or less moves only the keys
 * that it gains or loses (Thaler and Ravishankar, "Using Name-Based Mappings to Increase Hit Rates", 1998).
 *
 * <p>The weights decide where stored data lies, so they must never change: FNV-1a (64 bits) of the bytes, and the
 * finaliser of SplitMix64 over node and key. Immutable, any thread.
 */
public final class Partitions implements AutoCloseable {
    private final List<Database> nodes;
    private final long[] nodeHashes;

    /** The nodes, whose names must differ; the order has no meaning. */
    public Partitions(List<Database> nodes) {
        Set<String> names = new HashSet<>();
        for (Database node : nodes) {
            if (!names.add(node.name())) {
                throw new IllegalArgumentException("two partitions are called " + node.name());
            }
        }
        if (nodes.isEmpty()) {
            throw new IllegalArgumentException("there must be one partition at least");
        }
        this.nodes = List.copyOf(nodes);
        this.nodeHashes = nodes.stream()
                .mapToLong(node -> fnv1a(node.name().getBytes(StandardCharsets.UTF_8)))
                .toArray();
    }

    /** The node that owns a key, by its UTF-8 bytes. */
    public Database ownerOf(String key) {
        return nodes.get(heaviest(fnv1a(key.getBytes(StandardCharsets.UTF_8))));
    }

    /** The node that owns what belongs to an account. */
    public Database ownerOf(long accountId) {
        return nodes.get(heaviest(mix(accountId)));
    }

    /** Every node. */
    public List<Database> nodes() {
        return nodes;
    }

    private int heaviest(long keyHash) {
        int heaviest = 0;
        long greatest = weight(0, keyHash);
        for (int i = 1; i < nodeHashes.length; i++) {
            long weight = weight(i, keyHash);
            if (Long.compareUnsigned(weight, greatest) > 0) {
                greatest = weight;
                heaviest = i;
            }
        }
        return heaviest;
    }

    private long weight(int node, long keyHash) {
        return mix(nodeHashes[node] ^ keyHash);
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

    /** Closes every node, the last first. */
    @Override
    public void close() {
        new ArrayList<>(nodes).reversed().forEach(Database::close);
    }
}
