package io.wizd.handlers.kv;

import io.wizd.handlers.spec.Access;
import io.wizd.handlers.spec.Call;
import io.wizd.handlers.spec.Lane;
import io.wizd.handlers.spec.MessageHandler;
import io.wizd.handlers.spec.MessageSpec;
import io.wizd.handlers.spec.Route;
import io.wizd.protocol.Effect;
import io.wizd.protocol.ErrorCode;
import io.wizd.protocol.Reply;

/** {@code kv-set}: sets a key, whatever it held. */
public final class KvSetHandler implements MessageHandler<KvValue, KvWritten> {

    private static final MessageSpec<KvValue, KvWritten> SPEC = MessageSpec.of("kv-set", KvValue.class, KvWritten.class)
            .summary("Set a key to a value")
            .effect(Effect.IDEMPOTENT_WRITE)
            .lane(Lane.INLINE)
            .errors(ErrorCode.PRECONDITION_FAILED)
            .routes(Route.put("/kv/{key}")
                    .bodyOfAnyType("value", "contentType", KvStore.MAX_VALUE_BYTES)
                    .conditional()
                    .etag("version")
                    .createdIf("created", "/kv/{key}"));

    private final MessageSpec<KvValue, KvWritten> spec;
    private final KvStore store;

    /** @param access who may send it, as it is configured */
    public KvSetHandler(Access access, KvStore store) {
        this.spec = SPEC.access(access);
        this.store = store;
    }

    @Override
    public MessageSpec<KvValue, KvWritten> spec() {
        return spec;
    }

    @Override
    public Reply<KvWritten> handle(Call call, KvValue in) {
        KvWrite write = KvWrite.of(KvWrite.Operation.SET, in, call.once());
        return new Reply.Pending<>(store.write(write, call), KvWritten.class);
    }
}
