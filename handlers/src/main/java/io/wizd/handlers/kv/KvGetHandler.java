package io.wizd.handlers.kv;

import io.wizd.handlers.spec.Access;
import io.wizd.handlers.spec.Call;
import io.wizd.handlers.spec.Doc;
import io.wizd.handlers.spec.Lane;
import io.wizd.handlers.spec.MaxBytes;
import io.wizd.handlers.spec.MessageHandler;
import io.wizd.handlers.spec.MessageSpec;
import io.wizd.handlers.spec.Route;
import io.wizd.protocol.Effect;
import io.wizd.protocol.ErrorCode;
import io.wizd.protocol.Json;
import io.wizd.protocol.Reply;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/** {@code kv-get}: reads a key. */
public final class KvGetHandler implements MessageHandler<KvGetHandler.In, KvGetHandler.Out> {

    public record In(
            @Doc("The key, 1 to 512 bytes of UTF-8") @Size(min = 1, max = 512) @MaxBytes(512)
            String key) {}

    public record Out(
            @Doc("The key") String key,

            @Doc("The value, as it was set; with contentType, bytes as a string of base64")
            Json value,

            @Doc("The version of the write that set it") long version,

            @Doc("The media type of the bytes; absent for a JSON value") @Nullable
            String contentType,

            @Doc("When the key goes, in milliseconds since 1970; absent for never") @Nullable
            Long expires,

            @Doc("True where the owner of the key is away and a copy answers, which may be behind") @Nullable
            Boolean stale) {}

    private static final MessageSpec<In, Out> SPEC = MessageSpec.of("kv-get", In.class, Out.class)
            .summary("Read the value of a key")
            .effect(Effect.READ)
            .lane(Lane.INLINE)
            .errors(ErrorCode.KEY_NOT_FOUND)
            .routes(Route.get("/kv/{key}")
                    .replyOfAnyType("value", "contentType")
                    .etag("version")
                    .stale("stale")
                    .negotiated());

    private final MessageSpec<In, Out> spec;
    private final KvStore store;

    /** @param access who may send it, as it is configured */
    public KvGetHandler(Access access, KvStore store) {
        this.spec = SPEC.access(access);
        this.store = store;
    }

    @Override
    public MessageSpec<In, Out> spec() {
        return spec;
    }

    @Override
    public Reply<Out> handle(Call call, In in) {
        return new Reply.Pending<>(store.get(in.key(), call), Out.class);
    }
}
