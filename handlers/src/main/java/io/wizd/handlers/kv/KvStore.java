package io.wizd.handlers.kv;

import io.wizd.db.Database;
import io.wizd.db.Partitions;
import io.wizd.db.Procedure;
import io.wizd.db.Request;
import io.wizd.handlers.spec.Call;
import io.wizd.protocol.Effect;
import io.wizd.protocol.ErrorCode;
import io.wizd.protocol.Json;
import io.wizd.protocol.Jsons;
import io.wizd.protocol.WizdException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The keys, wherever they lie: with their owner, with a copy while the owner is away, or with an earlier owner until
 * sync has moved them. Any thread; nothing here waits, replies come when the nodes have answered.
 */
public final class KvStore {
    /** The largest value over HTTP, in bytes. */
    static final int MAX_VALUE_BYTES = 16 << 20;

    /** The largest value that is read together with others, in bytes: kv_get.sql. */
    static final int SMALL_VALUE_BYTES = 16 << 10;

    /** A value that is brought from another node is read from the one and written to the other. */
    private static final int COPIES_TO_BRING = 2;

    private static final Procedure<KvWritten> KV_SET = Procedure.of("kv_set", KvWritten.class, KvAnswers::ofSet);
    private static final Procedure<KvWritten> KV_WRITE = Procedure.of("kv_write", KvWritten.class);
    private static final Procedure<KvGetHandler.Out> KV_GET =
            Procedure.of("kv_get", KvGetHandler.Out.class, KvAnswers::ofGet);

    /** One a CALL, because hundreds of large values fit into no memory. */
    private static final Procedure<KvGetHandler.Out> KV_GET_LARGE =
            Procedure.single("kv_get_large", KvGetHandler.Out.class);

    /** What the reply for a large value begins with, and no other. */
    private static final byte[] LARGE = "{\"large\":".getBytes(StandardCharsets.US_ASCII);

    private final Partitions partitions;
    private final boolean writeFallback;

    /** @param writeFallback whether a copy takes plain sets while the owner is away */
    public KvStore(Partitions partitions, boolean writeFallback) {
        this.partitions = partitions;
        this.writeFallback = writeFallback;
    }

    /** Reads a key: the reply of {@code kv_get}, with {@code "stale":true} where it comes from a copy. */
    CompletableFuture<Json> get(String key, Call call) {
        Database owner = partitions.ownerOf(key);
        return read(owner, key, call).exceptionallyCompose(error -> switch (codeOf(error)) {
            case KEY_NOT_FOUND -> partitions.isSettled() ? failed(error) : search(key, call);
            case DATABASE_AWAY -> readElsewhere(key, call, othersWith(key), error);
            default -> failed(error);
        });
    }

    /** Writes a key: the reply of {@code kv_set} or {@code kv_write}. */
    CompletableFuture<Json> write(KvWrite write, Call call) {
        if (partitions.isSettled()) {
            return writeToOwner(write, call);
        }
        return bring(write, call).thenCompose(brought -> writeToOwner(write, call));
    }

    private CompletableFuture<Json> writeToOwner(KvWrite write, Call call) {
        CompletableFuture<Json> reply = callWrite(partitions.ownerOf(write.key()), write, call);
        if (!writeFallback || !write.isHintable()) {
            return reply;
        }
        return reply.exceptionallyCompose(error -> codeOf(error) == ErrorCode.DATABASE_AWAY
                ? hint(write, call, copiesOf(write.key()), error)
                : failed(error));
    }

    private static CompletableFuture<Json> callWrite(Database node, KvWrite write, Call call) {
        Effect effect = write.mayBeSentAgain() ? Effect.IDEMPOTENT_WRITE : Effect.WRITE;
        Request element = new Request(write.element(), effect, call.deadlineNanos());
        try {
            return node.call(write.isFast() ? KV_SET : KV_WRITE, write.key(), element)
                    .future();
        } catch (WizdException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** Leaves the write with a copy, whose change log takes it to the owner. */
    private CompletableFuture<Json> hint(KvWrite write, Call call, List<Database> copies, Throwable error) {
        if (copies.isEmpty()) {
            return failed(error);
        }
        return callWrite(copies.getFirst(), write, call)
                .thenApply(reply -> withTrue(reply, "hinted"))
                .exceptionallyCompose(failure -> codeOf(failure) == ErrorCode.DATABASE_AWAY
                        ? hint(write, call, rest(copies), failure)
                        : failed(failure));
    }

    /** The owner is away: what another node has may be old, and says so. */
    private CompletableFuture<Json> readElsewhere(String key, Call call, List<Database> others, Throwable error) {
        if (others.isEmpty()) {
            return failed(error);
        }
        Database other = others.getFirst();
        return read(other, key, call)
                .thenApply(reply -> withTrue(reply, "stale"))
                .exceptionallyCompose(failure -> switch (codeOf(failure)) {
                    case DATABASE_AWAY -> readElsewhere(key, call, rest(others), failure);
                    // Not there, or not there yet? Only a tombstone tells.
                    case KEY_NOT_FOUND ->
                        peek(other, key, call.deadlineNanos())
                                .thenCompose(entry -> entry.isKnown()
                                        ? failed(failure)
                                        : readElsewhere(key, call, rest(others), away(key)));
                    default -> failed(failure);
                });
    }

    /** The owner does not know the key: sync may not have brought it yet, or may be bringing it right now. */
    private CompletableFuture<Json> search(String key, Call call) {
        Database owner = partitions.ownerOf(key);
        return peek(owner, key, call.deadlineNanos()).thenCompose(entry -> {
            if (entry.isKnown()) {
                return read(owner, key, call);
            }
            return earlier(key, node -> read(node, key, call))
                    .exceptionallyCompose(
                            error -> codeOf(error) == ErrorCode.KEY_NOT_FOUND ? read(owner, key, call) : failed(error));
        });
    }

    /** Before a write: brings the entry to its new owner, so that versions grow and conditions see what there was. */
    private CompletableFuture<KvEntry> bring(KvWrite write, Call call) {
        String key = write.key();
        Database owner = partitions.ownerOf(key);
        return peek(owner, key, call.deadlineNanos())
                .thenCompose(entry -> entry.isKnown()
                        ? CompletableFuture.completedFuture(entry)
                        : earlier(key, node -> peekKnown(node, key, call))
                                .thenCompose(found -> apply(owner, found, call)))
                .exceptionallyCompose(error -> {
                    ErrorCode code = codeOf(error);
                    boolean mayGoOn =
                            code == ErrorCode.KEY_NOT_FOUND || code == ErrorCode.DATABASE_AWAY && write.plain();
                    return mayGoOn ? CompletableFuture.completedFuture(KvEntry.NONE) : failed(error);
                });
    }

    /** Asks the nodes that held the key by the earlier maps, one after the other, until one has it. */
    private <T> CompletableFuture<T> earlier(String key, Function<Database, CompletableFuture<T>> ask) {
        return firstThatHas(
                key, earlierWith(key), ask, WizdException.of(ErrorCode.KEY_NOT_FOUND, "no such key: " + key));
    }

    private static <T> CompletableFuture<T> firstThatHas(
            String key, List<Database> nodes, Function<Database, CompletableFuture<T>> ask, Throwable otherwise) {
        if (nodes.isEmpty()) {
            return failed(otherwise);
        }
        return ask.apply(nodes.getFirst()).exceptionallyCompose(error -> switch (codeOf(error)) {
            case KEY_NOT_FOUND -> firstThatHas(key, rest(nodes), ask, otherwise);
            case DATABASE_AWAY -> firstThatHas(key, rest(nodes), ask, error);
            default -> failed(error);
        });
    }

    /** What the node knows of the key; its value, if it has one, is left out. */
    static CompletableFuture<KvEntry> peek(Database node, String key, long deadlineNanos) {
        return peek(node, Map.of("key", key, "maxBytes", 0), deadlineNanos);
    }

    private static CompletableFuture<KvEntry> peek(Database node, Map<String, ?> query, long deadlineNanos) {
        Request peek = new Request(Jsons.write(query), Effect.READ, deadlineNanos);
        return call(node, KvEntry.KV_PEEK, peek).thenApply(KvEntry::read);
    }

    /** All of the entry; a large value once there is memory for it. */
    private static CompletableFuture<KvEntry> peekKnown(Database node, String key, Call call) {
        return peek(node, Map.of("key", key, "maxBytes", SMALL_VALUE_BYTES), call.deadlineNanos())
                .thenCompose(entry -> {
                    if (!entry.isKnown()) {
                        return failed(WizdException.of(ErrorCode.KEY_NOT_FOUND, "no such key: " + key));
                    }
                    return entry.isLarge()
                            ? call.memory()
                                    .take(entry.leftOutBytes() * COPIES_TO_BRING, call.deadlineNanos())
                                    .thenCompose(granted -> peek(node, Map.of("key", key), call.deadlineNanos()))
                            : CompletableFuture.completedFuture(entry);
                });
    }

    /** A large value is read by itself, once there is memory for it. */
    private static CompletableFuture<Json> read(Database node, String key, Call call) {
        Request request = new Request(Jsons.write(new Key(key)), Effect.READ, call.deadlineNanos());
        return call(node, KV_GET, request).thenCompose(reply -> {
            long bytes = largeBytes(reply);
            return bytes == 0
                    ? CompletableFuture.completedFuture(reply)
                    : call.memory()
                            .take(bytes, call.deadlineNanos())
                            .thenCompose(granted -> call(node, KV_GET_LARGE, request));
        });
    }

    /** The size of a value that {@code kv_get} leaves to {@code kv_get_large}; 0 if the reply is the value itself. */
    private static long largeBytes(Json reply) {
        boolean large = reply.length() > LARGE.length
                && Arrays.equals(reply.array(), reply.offset(), reply.offset() + LARGE.length, LARGE, 0, LARGE.length);
        return large ? Jsons.read(reply, Large.class).large() : 0;
    }

    /** What {@code kv_get} and {@code kv_get_large} take. */
    record Key(String key) {}

    private record Large(long large) {}

    private static CompletableFuture<KvEntry> apply(Database node, KvEntry entry, Call call) {
        Request element = new Request(entry.json(), Effect.IDEMPOTENT_WRITE, call.deadlineNanos());
        try {
            return node.call(KvEntry.KV_APPLY, entry.key(), element).future().thenApply(applied -> entry);
        } catch (WizdException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private List<Database> copiesOf(String key) {
        return rest(partitions.replicasOf(key));
    }

    private List<Database> earlierWith(String key) {
        Database owner = partitions.ownerOf(key);
        return partitions.earlierMaps().stream()
                .flatMap(map -> partitions.replicasOf(key, map).stream())
                .filter(node -> node != owner)
                .distinct()
                .toList();
    }

    private List<Database> othersWith(String key) {
        return Stream.concat(copiesOf(key).stream(), earlierWith(key).stream())
                .distinct()
                .toList();
    }

    private static List<Database> rest(List<Database> nodes) {
        return nodes.subList(1, nodes.size());
    }

    /** What the node refuses at once fails the reply too, so that there is one place to look at. */
    private static CompletableFuture<Json> call(Database node, Procedure<?> procedure, Request request) {
        try {
            return node.call(procedure, request).future();
        } catch (WizdException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private static <T> CompletableFuture<T> failed(Throwable error) {
        return CompletableFuture.failedFuture(error instanceof CompletionException ? error.getCause() : error);
    }

    private static WizdException away(String key) {
        return WizdException.of(ErrorCode.DATABASE_AWAY, "the owner of " + key + " is away, and no copy knows the key");
    }

    private static ErrorCode codeOf(Throwable error) {
        Throwable cause = error instanceof CompletionException ? error.getCause() : error;
        return cause instanceof WizdException known ? known.fault().code() : ErrorCode.INTERNAL;
    }

    /** The object with one field more. */
    private static Json withTrue(Json object, String field) {
        byte[] end = (",\"" + field + "\":true}").getBytes(StandardCharsets.US_ASCII);
        byte[] more = new byte[object.length() - 1 + end.length];
        System.arraycopy(object.array(), object.offset(), more, 0, object.length() - 1);
        System.arraycopy(end, 0, more, object.length() - 1, end.length);
        return Json.of(more);
    }
}
