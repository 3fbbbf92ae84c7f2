package io.wizd.handlers.kv;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.wizd.db.Partitions;
import io.wizd.handlers.spec.Access;
import io.wizd.handlers.spec.Call;
import io.wizd.handlers.spec.DeclaredFieldsOnly;
import io.wizd.handlers.spec.Doc;
import io.wizd.handlers.spec.MaxBytes;
import io.wizd.handlers.spec.MessageHandler;
import io.wizd.handlers.spec.MessageSpec;
import io.wizd.handlers.spec.Route;
import io.wizd.protocol.Effect;
import io.wizd.protocol.Reply;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** {@code kv-list}: keys in the order of their bytes, in pages, over all nodes. */
public final class KvListHandler implements MessageHandler<KvListHandler.In, KvListHandler.Out> {
    private static final int DEFAULT_LIMIT = 100;

    /** What an item of the reply takes in memory, or less. */
    private static final int ITEM_BYTES = 1 << 10;

    @DeclaredFieldsOnly
    public record In(
            @Doc("Only keys that begin with it") @Size(max = 512) @MaxBytes(512) @Nullable
            String prefix,

            @Doc("Only keys behind it: the cursor that the last page gave as next")
            @Size(max = 512)
            @MaxBytes(512)
            @Nullable
            String after,

            @Doc("The most keys of a page; 100 where absent") @Min(1) @Max(1_000) @Nullable
            Integer limit) {}

    public record Out(
            @Doc("In the order of the bytes of the keys") List<Item> keys,

            @Doc("The cursor of the next page; null where this is the last: a page before it may be short, or empty")
            @JsonInclude(JsonInclude.Include.ALWAYS)
            @Nullable
            String next,

            @Doc("True where a node is away and copies stand in for it, which may be behind") @Nullable
            Boolean stale) {}

    /** A key that is there. */
    public record Item(
            @Doc("The key") String key,

            @Doc("The version of the write that set it") long version) {}

    private static final MessageSpec<In, Out> SPEC = MessageSpec.of("kv-list", In.class, Out.class)
            .summary("List keys")
            .effect(Effect.READ)
            .routes(Route.get("/kv/")
                    .listing("keys", "key", "/kv/{key}")
                    .nextPage("next", "after")
                    .stale("stale")
                    .negotiated());

    private final MessageSpec<In, Out> spec;
    private final KvListing listing;

    /** @param access who may send it, as it is configured */
    public KvListHandler(Access access, Partitions partitions) {
        this.spec = SPEC.access(access);
        this.listing = new KvListing(partitions);
    }

    @Override
    public MessageSpec<In, Out> spec() {
        return spec;
    }

    @Override
    public Reply<Out> handle(Call call, In in) {
        int limit = Objects.requireNonNullElse(in.limit(), DEFAULT_LIMIT);
        call.memory().beginLarge((long) limit * ITEM_BYTES);
        KvListing.Page page = listing.read(
                Objects.requireNonNullElse(in.prefix(), ""),
                Objects.requireNonNullElse(in.after(), ""),
                limit,
                call.deadlineNanos());
        return Reply.of(new Out(page.keys(), page.next(), page.stale() ? true : null));
    }
}
