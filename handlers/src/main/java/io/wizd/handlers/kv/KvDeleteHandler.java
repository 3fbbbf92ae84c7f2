package io.wizd.handlers.kv;

import io.wizd.handlers.spec.Access;
import io.wizd.handlers.spec.Call;
import io.wizd.handlers.spec.DeclaredFieldsOnly;
import io.wizd.handlers.spec.Doc;
import io.wizd.handlers.spec.Lane;
import io.wizd.handlers.spec.MaxBytes;
import io.wizd.handlers.spec.MessageHandler;
import io.wizd.handlers.spec.MessageSpec;
import io.wizd.handlers.spec.Route;
import io.wizd.protocol.Effect;
import io.wizd.protocol.ErrorCode;
import io.wizd.protocol.Reply;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/** {@code kv-delete}: deletes a key. */
public final class KvDeleteHandler implements MessageHandler<KvDeleteHandler.In, KvWritten> {

    @DeclaredFieldsOnly
    public record In(
            @Doc("The key, 1 to 512 bytes of UTF-8") @Size(min = 1, max = 512) @MaxBytes(512)
            String key,

            @Doc("Only where the key has one of these versions, with commas between, or exists (*)")
            @Pattern(regexp = Conditions.PATTERN, message = Conditions.MISMATCH)
            @Nullable
            String ifMatch,

            @Doc("Only where the key has none of these versions")
            @Pattern(regexp = Conditions.PATTERN, message = Conditions.MISMATCH)
            @Nullable
            String ifNoneMatch) {}

    private static final MessageSpec<In, KvWritten> SPEC = MessageSpec.of("kv-delete", In.class, KvWritten.class)
            .summary("Delete a key")
            .effect(Effect.WRITE)
            .lane(Lane.INLINE)
            .errors(ErrorCode.KEY_NOT_FOUND, ErrorCode.PRECONDITION_FAILED)
            .routes(Route.delete("/kv/{key}").conditional().noContent());

    private final MessageSpec<In, KvWritten> spec;
    private final KvStore store;

    /** @param access who may send it, as it is configured */
    public KvDeleteHandler(Access access, KvStore store) {
        this.spec = SPEC.access(access);
        this.store = store;
    }

    @Override
    public MessageSpec<In, KvWritten> spec() {
        return spec;
    }

    @Override
    public Reply<KvWritten> handle(Call call, In in) {
        KvWrite write = KvWrite.delete(in.key(), in.ifMatch(), in.ifNoneMatch(), call.once());
        return new Reply.Pending<>(store.write(write, call), KvWritten.class);
    }
}
