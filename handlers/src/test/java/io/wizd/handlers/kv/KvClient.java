package io.wizd.handlers.kv;

import io.wizd.budget.RequestMemory;
import io.wizd.db.Partitions;
import io.wizd.handlers.spec.Call;
import io.wizd.protocol.Effect;
import io.wizd.protocol.Json;
import io.wizd.protocol.Jsons;
import io.wizd.protocol.Message;
import io.wizd.protocol.WizdException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Calls the store as the handlers do, and waits. */
final class KvClient {
    private final KvStore store;
    private final KvListing listing;

    /** What a read gave. */
    record Entry(String value, long version, boolean stale) {}

    KvClient(Partitions partitions, boolean writeFallback) {
        this.store = new KvStore(partitions, writeFallback);
        this.listing = new KvListing(partitions);
    }

    long set(String key, String value) {
        return write(KvWrite.Operation.SET, key, value, null).version();
    }

    /** All at once. */
    void setAll(Map<String, String> values) {
        List<CompletableFuture<Json>> replies = new ArrayList<>();
        values.forEach((key, value) -> {
            KvValue in = new KvValue(key, Json.of(value), null, null, null, null);
            replies.add(store.write(KvWrite.of(KvWrite.Operation.SET, in, null), write()));
        });
        replies.forEach(KvClient::joined);
    }

    /** All at once; fails where one is not there. */
    Map<String, String> getAll(Collection<String> keys) {
        Map<String, CompletableFuture<Json>> replies = new TreeMap<>();
        keys.forEach(key -> replies.put(key, store.get(key, call("kv-get", RequestMemory.unlimited()))));
        Map<String, String> values = new TreeMap<>();
        replies.forEach((key, reply) -> values.put(
                key, Jsons.read(joined(reply), KvGetHandler.Out.class).value().toString()));
        return values;
    }

    KvWritten write(KvWrite.Operation operation, String key, String value, @Nullable String ifMatch) {
        KvValue in = new KvValue(key, Json.of(value), null, null, ifMatch, null);
        return written(store.write(KvWrite.of(operation, in, null), write()));
    }

    long delete(String key) {
        return written(store.write(KvWrite.delete(key, null, null, null), write()))
                .version();
    }

    private static KvWritten written(CompletableFuture<Json> reply) {
        return Jsons.read(joined(reply), KvWritten.class);
    }

    Entry get(String key) {
        Json reply = joined(store.get(key, call("kv-get", RequestMemory.unlimited())));
        KvGetHandler.Out out = Jsons.read(reply, KvGetHandler.Out.class);
        return new Entry(out.value().toString(), out.version(), out.stale() != null);
    }

    /** All pages. */
    List<String> list(String prefix, int limit) {
        List<String> keys = new ArrayList<>();
        String after = "";
        while (after != null) {
            KvListing.Page page = page(prefix, after, limit);
            page.keys().forEach(item -> keys.add(item.key()));
            after = page.next();
        }
        return keys;
    }

    KvListing.Page page(String prefix, String after, int limit) {
        return listing.read(prefix, after, limit, deadline());
    }

    /** A set with memory of its own. */
    CompletableFuture<Json> set(String key, String value, RequestMemory memory) {
        KvValue in = new KvValue(key, Json.of(value), null, null, null, null);
        return store.write(KvWrite.of(KvWrite.Operation.SET, in, null), call("kv-set", memory));
    }

    private static Call write() {
        return call("kv-set", RequestMemory.unlimited());
    }

    private static Call call(String msgType, RequestMemory memory) {
        return new Call(Message.of(msgType, Json.EMPTY_OBJECT), Effect.READ, deadline(), null, memory);
    }

    private static long deadline() {
        return System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
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
}
