package io.wizd.handlers.kv.sync;

import io.wizd.db.Database;
import io.wizd.db.Partitions;
import io.wizd.db.Procedure;
import io.wizd.db.Request;
import io.wizd.handlers.kv.KvEntry;
import io.wizd.protocol.Effect;
import io.wizd.protocol.ErrorCode;
import io.wizd.protocol.Json;
import io.wizd.protocol.Jsons;
import io.wizd.protocol.Reply;
import io.wizd.protocol.WizdException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/**
 * What sync asks of the nodes, and how it carries entries from one to those that they belong on. One thread, which may
 * wait.
 */
final class NodeKeys {
    /** As many as one CALL carries: more would fill the queues that clients need too. */
    private static final int KEYS_TOGETHER = 512;

    /** Larger values travel alone: hundreds of them would not fit into memory. */
    private static final int MAX_BYTES_TOGETHER = 64 << 10;

    private static final long TIMEOUT_NANOS = TimeUnit.SECONDS.toNanos(60);

    private static final Procedure<Keys> KV_LIST = Procedure.range("kv_list", Keys.class);
    private static final Procedure<Changes> KV_CHANGES = Procedure.range("kv_changes", Changes.class);
    private static final Procedure<Json> KV_CHANGES_DONE = Procedure.single("kv_changes_done", Json.class);
    private static final Procedure<PendingKeys> KV_PENDING = Procedure.range("kv_pending", PendingKeys.class);
    private static final Procedure<Json> KV_PENDING_DONE = Procedure.single("kv_pending_done", Json.class);
    private static final Procedure<Purge> KV_PURGE = Procedure.range("kv_purge", Purge.class);
    private static final Procedure<Applied> KV_APPLY = Procedure.of("kv_apply", Applied.class);
    private static final Procedure<Forgotten> KV_FORGET = Procedure.of("kv_forget", Forgotten.class);

    private final Partitions partitions;
    private long sent;
    private long forgotten;

    NodeKeys(Partitions partitions) {
        this.partitions = partitions;
    }

    /** A CALL that wrote, and its keys. */
    record Change(long seq, List<String> keys) {}

    /** What one purge did. */
    record Purge(long expired, long purged, boolean more) {}

    private record Keys(List<Item> keys) {}

    private record Item(String key, long version) {}

    private record Changes(List<Change> changes) {}

    private record PendingKeys(List<String> keys) {}

    private record Lacking(String node, List<String> keys) {}

    private record Applied(boolean applied) {}

    private record Forgotten(boolean forgotten) {}

    /** An entry on its way. */
    private record Delivery(KvEntry entry, Map<Database, CompletableFuture<Json>> replies) {}

    /** Entries that another node took over. */
    long sent() {
        return sent;
    }

    /** Entries that were given up where they do not belong. */
    long forgotten() {
        return forgotten;
    }

    /** The keys of a node behind one, tombstones included. */
    List<String> all(Database node, String after, int limit) {
        Map<String, Object> query = Map.of("after", after, "limit", limit, "dead", true);
        return call(node, KV_LIST, query).keys().stream().map(Item::key).toList();
    }

    /** The oldest changes. */
    List<Change> changes(Database node, int limit) {
        return call(node, KV_CHANGES, Map.of("after", 0, "limit", limit)).changes();
    }

    /** Forgets changes, and keeps what other nodes lack still. */
    void changesDone(Database node, List<Long> seqs, Map<String, List<String>> lacking) {
        if (seqs.isEmpty() && lacking.isEmpty()) {
            return;
        }
        List<Lacking> pending = lacking.entrySet().stream()
                .map(entry -> new Lacking(entry.getKey(), entry.getValue()))
                .toList();
        call(node, KV_CHANGES_DONE, Map.of("seqs", seqs, "pending", pending));
    }

    /** Keys that another node lacks. */
    List<String> pending(Database node, String target, String after, int limit) {
        return call(node, KV_PENDING, Map.of("node", target, "after", after, "limit", limit))
                .keys();
    }

    /** That node lacks them no more. */
    void pendingDone(Database node, String target, List<String> keys) {
        if (!keys.isEmpty()) {
            call(node, KV_PENDING_DONE, Map.of("node", target, "keys", keys));
        }
    }

    /** Removes tombstones up to a time, in microseconds since 1970. */
    Purge purge(Database node, long before, int limit) {
        return call(node, KV_PURGE, Map.of("before", before, "limit", limit));
    }

    /**
     * Carries entries from a node to all others that they belong on. An entry that does not belong on the source goes
     * from there once all the others have it, unless it was written again meanwhile.
     *
     * @return what nodes that are away lack still, by their names
     */
    Map<String, List<String>> carry(Database source, List<String> keys) {
        Map<String, List<String>> lacking = new HashMap<>();
        List<String> toCarry = keysToCarry(source, keys);
        for (int from = 0; from < toCarry.size(); from += KEYS_TOGETHER) {
            int to = Math.min(from + KEYS_TOGETHER, toCarry.size());
            carry(source, toCarry.subList(from, to), lacking);
        }
        return lacking;
    }

    private void carry(Database source, List<String> keys, Map<String, List<String>> lacking) {
        List<KvEntry> entries = read(source, keys);
        deliver(source, entries.stream().filter(entry -> !entry.isLarge()).toList(), lacking);
        for (KvEntry large : entries.stream().filter(KvEntry::isLarge).toList()) {
            KvEntry whole = KvEntry.read(joined(peek(source, Map.of("key", large.key()))));
            deliver(source, List.of(whole), lacking);
        }
    }

    private void deliver(Database source, List<KvEntry> entries, Map<String, List<String>> lacking) {
        List<KvEntry> elsewhere = new ArrayList<>();
        for (Delivery delivery : send(source, entries)) {
            String key = delivery.entry.key();
            boolean everywhere = true;
            for (Map.Entry<Database, CompletableFuture<Json>> reply : delivery.replies.entrySet()) {
                if (!arrived(reply.getValue())) {
                    lacking.computeIfAbsent(reply.getKey().name(), node -> new ArrayList<>())
                            .add(key);
                    everywhere = false;
                }
            }
            if (everywhere && !partitions.replicasOf(key).contains(source)) {
                elsewhere.add(delivery.entry);
            }
        }
        forget(source, elsewhere);
    }

    /** Most often, where there are no copies, an entry lies where it belongs and nowhere else. */
    private List<String> keysToCarry(Database source, List<String> keys) {
        return keys.stream()
                .filter(key -> !partitions.replicasOf(key).equals(List.of(source)))
                .toList();
    }

    private static List<KvEntry> read(Database source, List<String> keys) {
        List<CompletableFuture<Json>> replies = keys.stream()
                .map(key -> peek(source, Map.of("key", key, "maxBytes", MAX_BYTES_TOGETHER)))
                .toList();
        return replies.stream()
                .map(reply -> KvEntry.read(joined(reply)))
                .filter(KvEntry::isKnown)
                .toList();
    }

    private static CompletableFuture<Json> peek(Database source, Map<String, ?> query) {
        return source.call(KvEntry.KV_PEEK, request(query)).future();
    }

    private List<Delivery> send(Database source, List<KvEntry> entries) {
        List<Delivery> deliveries = new ArrayList<>();
        for (KvEntry entry : entries) {
            Map<Database, CompletableFuture<Json>> replies = new HashMap<>();
            for (Database target : partitions.replicasOf(entry.key())) {
                if (target != source) {
                    replies.put(target, send(target, entry));
                }
            }
            deliveries.add(new Delivery(entry, replies));
        }
        return deliveries;
    }

    private static CompletableFuture<Json> send(Database target, KvEntry entry) {
        Request request = new Request(entry.json(), Effect.IDEMPOTENT_WRITE, deadline());
        try {
            return target.call(KV_APPLY, entry.key(), request).future();
        } catch (WizdException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** Whether the other node has the entry, or a newer one; false if it is away. */
    private boolean arrived(CompletableFuture<Json> reply) {
        try {
            if (Jsons.read(joined(reply), Applied.class).applied()) {
                sent++;
            }
            return true;
        } catch (WizdException e) {
            if (e.fault().code() != ErrorCode.DATABASE_AWAY) {
                throw e;
            }
            return false;
        }
    }

    private void forget(Database source, List<KvEntry> entries) {
        List<Reply.Pending<Forgotten>> replies = entries.stream()
                .map(entry -> source.call(
                        KV_FORGET, entry.key(), request(Map.of("key", entry.key(), "version", entry.version()))))
                .toList();
        forgotten += replies.stream().filter(reply -> reply.await().forgotten()).count();
    }

    private static <O> O call(Database node, Procedure<O> procedure, Map<String, ?> body) {
        return node.call(procedure, request(body)).await();
    }

    private static Json joined(CompletableFuture<Json> reply) {
        try {
            return reply.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof WizdException known) {
                throw known;
            }
            throw e;
        }
    }

    /** All that sync does may be done twice. */
    private static Request request(Map<String, ?> body) {
        return new Request(Jsons.write(body), Effect.IDEMPOTENT_WRITE, deadline());
    }

    private static long deadline() {
        return System.nanoTime() + TIMEOUT_NANOS;
    }
}
