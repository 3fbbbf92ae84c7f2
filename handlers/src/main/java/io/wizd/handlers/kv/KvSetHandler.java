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
import io.wizd.protocol.Json;
import io.wizd.protocol.Jsons;
import io.wizd.protocol.Reply;
import jakarta.validation.constraints.Size;

/** {@code kv-set}: sets a key to any JSON value, whatever it held. */
public final class KvSetHandler implements MessageHandler<KvSetHandler.In, KvSetHandler.Out> {

    public record In(
            @Doc("The key, 1 to 512 bytes of UTF-8, compared byte for byte") @Size(min = 1, max = 512) @MaxBytes(512)
            String key,

            @Doc("Any JSON value, kept as it came") Json value) {}

    public record Out(
            @Doc("The key") String key,

            @Doc("Greater than that of any earlier write of the key")
            long version,

            @Doc("True where the key was not in the store before")
            boolean created) {}

    private static final MessageSpec<In, Out> SPEC = MessageSpec.of("kv-set", In.class, Out.class)
            .summary("Set a key to a value")
            .effect(Effect.IDEMPOTENT_WRITE)
            .lane(Lane.INLINE)
            .routes(Route.put("/kv/{key}").bodyIs("value").etag("version"));

    private static final Procedure<Out> KV_SET = Procedure.of("kv_set", Out.class);

    private final Partitions partitions;

    public KvSetHandler(Partitions partitions) {
        this.partitions = partitions;
    }

    /** The value travels as a string, so that no database parses it and changes its spelling. */
    private record Element(String key, String value) {}

    @Override
    public MessageSpec<In, Out> spec() {
        return SPEC;
    }

    @Override
    public Reply<Out> handle(Call call, In in) {
        Json element = Jsons.write(new Element(in.key(), in.value().toString()));
        return partitions.ownerOf(in.key()).call(KV_SET, in.key(), call.withBody(element));
    }
}
