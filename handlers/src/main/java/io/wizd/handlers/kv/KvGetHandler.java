package io.wizd.handlers.kv;

import io.wizd.db.Partitions;
import io.wizd.db.Procedure;
import io.wizd.handlers.Call;
import io.wizd.handlers.Doc;
import io.wizd.handlers.Lane;
import io.wizd.handlers.MaxBytes;
import io.wizd.handlers.MessageHandler;
import io.wizd.handlers.MessageSpec;
import io.wizd.handlers.Route;
import io.wizd.protocol.Effect;
import io.wizd.protocol.ErrorCode;
import io.wizd.protocol.Json;
import io.wizd.protocol.Reply;
import jakarta.validation.constraints.Size;

/** {@code kv-get}: reads a key. */
public final class KvGetHandler implements MessageHandler<KvGetHandler.In, KvGetHandler.Out> {

    public record In(
            @Doc("The key, 1 to 512 bytes of UTF-8") @Size(min = 1, max = 512) @MaxBytes(512)
            String key) {}

    public record Out(
            @Doc("The key") String key,
            @Doc("The value, as it was set") Json value,
            @Doc("The version of the write that set it") long version) {}

    private static final MessageSpec<In, Out> SPEC = MessageSpec.of("kv-get", In.class, Out.class)
            .summary("Read the value of a key")
            .effect(Effect.READ)
            .lane(Lane.INLINE)
            .errors(ErrorCode.KEY_NOT_FOUND)
            .routes(Route.get("/kv/{key}").replyIs("value").etag("version"));

    private static final Procedure<Out> KV_GET = Procedure.of("kv_get", Out.class);

    private final Partitions partitions;

    public KvGetHandler(Partitions partitions) {
        this.partitions = partitions;
    }

    @Override
    public MessageSpec<In, Out> spec() {
        return SPEC;
    }

    @Override
    public Reply<Out> handle(Call call, In in) {
        return partitions.ownerOf(in.key()).call(KV_GET, call);
    }
}
