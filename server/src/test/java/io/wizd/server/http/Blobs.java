package io.wizd.server.http;

import io.wizd.handlers.HandlerPlugin;
import io.wizd.handlers.spec.Call;
import io.wizd.handlers.spec.Doc;
import io.wizd.handlers.spec.Lane;
import io.wizd.handlers.spec.MaxBytes;
import io.wizd.handlers.spec.MessageHandler;
import io.wizd.handlers.spec.MessageSpec;
import io.wizd.handlers.spec.Route;
import io.wizd.handlers.spec.ServiceContext;
import io.wizd.protocol.Effect;
import io.wizd.protocol.ErrorCode;
import io.wizd.protocol.Json;
import io.wizd.protocol.Reply;
import io.wizd.protocol.WizdException;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Everything that a route can declare, on a map in memory: {@code /blobs/{key}}, {@code /blobs/}, {@code /plain/{key}}. */
final class Blobs implements HandlerPlugin {
    static final int MAX_BYTES = 16 << 20;

    private final Map<String, Stored> blobs = new ConcurrentSkipListMap<>();
    private final AtomicLong versions = new AtomicLong();

    private record Stored(Json value, @Nullable String contentType, long version) {}

    public record Key(
            @Doc("The key") @Size(min = 1) @MaxBytes(512) String key) {}

    public record Write(
            @Doc("The key") @Size(min = 1) @MaxBytes(512) String key,

            @Doc("The value") Json value,
            @Doc("Its media type") @Nullable String contentType,

            @Doc("How long it stays, in milliseconds") @Nullable
            Long ttlMs,

            @Doc("Versions") @Nullable String ifMatch,
            @Doc("Versions") @Nullable String ifNoneMatch) {}

    /** What was written, and the conditions as they came. */
    public record Written(
            @Doc("The key") String key,
            @Doc("The version") long version,
            @Doc("Whether it is new") boolean created,
            @Doc("As it came") @Nullable Long ttlMs,
            @Doc("As it came") @Nullable String ifMatch,
            @Doc("As it came") @Nullable String ifNoneMatch) {}

    public record Blob(
            @Doc("The key") String key,
            @Doc("The value") Json value,
            @Doc("The version") long version,
            @Doc("Its media type") @Nullable String contentType,
            @Doc("Whether it may be old") @Nullable Boolean stale) {}

    public record Listed(
            @Doc("A key") String key, @Doc("Its version") long version) {}

    public record Query(
            @Doc("What keys begin with") @Nullable String prefix,
            @Doc("The cursor") @Nullable String after,
            @Doc("The most of a page") @Nullable Integer limit) {}

    public record Page(
            @Doc("Keys in order") List<Listed> keys,
            @Doc("The cursor of the next page") @Nullable String next) {}

    @Override
    public List<MessageHandler<?, ?>> handlers(ServiceContext context) {
        return List.of(
                handler(
                        MessageSpec.of("blob-set", Write.class, Written.class)
                                .effect(Effect.IDEMPOTENT_WRITE)
                                .lane(Lane.INLINE)
                                .routes(Route.put("/blobs/{key}")
                                        .bodyOfAnyType("value", "contentType", MAX_BYTES)
                                        .conditional()
                                        .etag("version")
                                        .createdIf("created", "/blobs/{key}")),
                        this::write),
                handler(
                        MessageSpec.of("blob-create", Write.class, Written.class)
                                .routes(Route.post("/blobs/{key}")
                                        .bodyOfAnyType("value", "contentType", MAX_BYTES)
                                        .etag("version")
                                        .created("/blobs/{key}")),
                        this::write),
                handler(
                        MessageSpec.of("blob-update", Write.class, Written.class)
                                .errors(ErrorCode.KEY_NOT_FOUND)
                                .routes(Route.patch("/blobs/{key}").bodyIs("value")),
                        this::update),
                handler(
                        MessageSpec.of("blob-delete", Key.class, Written.class)
                                .errors(ErrorCode.KEY_NOT_FOUND)
                                .routes(Route.delete("/blobs/{key}").noContent()),
                        this::delete),
                handler(
                        MessageSpec.of("blob-get", Key.class, Blob.class)
                                .effect(Effect.READ)
                                .lane(Lane.INLINE)
                                .errors(ErrorCode.KEY_NOT_FOUND)
                                .routes(
                                        Route.get("/blobs/{key}")
                                                .replyOfAnyType("value", "contentType")
                                                .etag("version")
                                                .stale("stale")
                                                .negotiated(),
                                        Route.get("/plain/{key}").replyOfAnyType("value", "contentType")),
                        this::get),
                handler(
                        MessageSpec.of("blob-list", Query.class, Page.class)
                                .effect(Effect.READ)
                                .routes(Route.get("/blobs/")
                                        .negotiated()
                                        .listing("keys", "key", "/blobs/{key}")
                                        .nextPage("next", "after")),
                        this::list));
    }

    private static <I, O> MessageHandler<I, O> handler(MessageSpec<I, O> spec, Function<I, Reply<O>> work) {
        return new MessageHandler<>() {
            @Override
            public MessageSpec<I, O> spec() {
                return spec;
            }

            @Override
            public Reply<O> handle(Call call, I in) {
                return work.apply(in);
            }
        };
    }

    private Reply<Written> write(Write in) {
        long version = versions.incrementAndGet();
        boolean created = blobs.put(in.key(), new Stored(in.value(), in.contentType(), version)) == null;
        return Reply.of(new Written(in.key(), version, created, in.ttlMs(), in.ifMatch(), in.ifNoneMatch()));
    }

    private Reply<Written> update(Write in) {
        find(in.key());
        return write(in);
    }

    private Reply<Written> delete(Key in) {
        find(in.key());
        blobs.remove(in.key());
        return Reply.of(new Written(in.key(), versions.incrementAndGet(), false, null, null, null));
    }

    /** The name of the key says whether it is stale. */
    private Reply<Blob> get(Key in) {
        Stored blob = find(in.key());
        Boolean stale = in.key().startsWith("stale") ? true : null;
        return Reply.of(new Blob(in.key(), blob.value(), blob.version(), blob.contentType(), stale));
    }

    private Stored find(String key) {
        Stored blob = blobs.get(key);
        if (blob == null) {
            throw WizdException.of(ErrorCode.KEY_NOT_FOUND, "no such key: " + key);
        }
        return blob;
    }

    private Reply<Page> list(Query in) {
        String prefix = in.prefix() == null ? "" : in.prefix();
        String after = in.after() == null ? "" : in.after();
        int limit = in.limit() == null ? 100 : in.limit();
        List<Listed> found = blobs.entrySet().stream()
                .filter(blob ->
                        blob.getKey().startsWith(prefix) && blob.getKey().compareTo(after) > 0)
                .map(blob -> new Listed(blob.getKey(), blob.getValue().version()))
                .limit(limit + 1)
                .toList();
        return found.size() <= limit
                ? Reply.of(new Page(found, null))
                : Reply.of(
                        new Page(found.subList(0, limit), found.get(limit - 1).key()));
    }
}
