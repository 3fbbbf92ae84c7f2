package io.wizd.handlers.accounts;

import io.wizd.handlers.audit.Actor;
import io.wizd.handlers.spec.Access;
import io.wizd.handlers.spec.Call;
import io.wizd.handlers.spec.DeclaredFieldsOnly;
import io.wizd.handlers.spec.Doc;
import io.wizd.handlers.spec.MessageHandler;
import io.wizd.handlers.spec.MessageSpec;
import io.wizd.handlers.spec.Route;
import io.wizd.protocol.Effect;
import io.wizd.protocol.ErrorCode;
import io.wizd.protocol.Reply;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/** {@code user-deactivate}: an account logs in no more; its name stays taken, and it can be made active again. */
public final class UserDeactivateHandler
        implements MessageHandler<UserDeactivateHandler.In, UserDeactivateHandler.Out> {

    @DeclaredFieldsOnly
    public record In(
            @Doc("The account") @Size(min = 1, max = 100) String name,

            @Doc("true makes it active again; absent is false") @Nullable
            Boolean active) {}

    public record Out(
            @Doc("The account") String name,
            @Doc("Whether it may log in from now on") boolean active,
            @Doc("How many of its tokens ended") long tokensEnded) {}

    private static final MessageSpec<In, Out> SPEC = MessageSpec.of("user-deactivate", In.class, Out.class)
            .summary("Have an account log in no more, or again")
            .access(Access.role(Access.ADMIN))
            .effect(Effect.IDEMPOTENT_WRITE)
            .errors(ErrorCode.NOT_FOUND, ErrorCode.LAST_ADMIN)
            .routes(Route.post("/api/users/{name}/deactivate"));

    private final Accounts accounts;
    private final AccountStore store;

    UserDeactivateHandler(Accounts accounts, AccountStore store) {
        this.accounts = accounts;
        this.store = store;
    }

    @Override
    public MessageSpec<In, Out> spec() {
        return SPEC;
    }

    @Override
    public Reply<Out> handle(Call call, In in) {
        boolean active = Boolean.TRUE.equals(in.active());
        long ended = store.setActive(call, in.name(), active, Actor.of(call));
        accounts.changed(in.name());
        return Reply.of(new Out(in.name(), active, ended));
    }
}
