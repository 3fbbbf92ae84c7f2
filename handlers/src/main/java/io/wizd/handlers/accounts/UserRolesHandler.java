package io.wizd.handlers.accounts;

import io.wizd.handlers.audit.Actor;
import io.wizd.handlers.spec.Access;
import io.wizd.handlers.spec.ArrayOf;
import io.wizd.handlers.spec.Call;
import io.wizd.handlers.spec.DeclaredFieldsOnly;
import io.wizd.handlers.spec.Doc;
import io.wizd.handlers.spec.MessageHandler;
import io.wizd.handlers.spec.MessageSpec;
import io.wizd.handlers.spec.Route;
import io.wizd.protocol.Effect;
import io.wizd.protocol.ErrorCode;
import io.wizd.protocol.Json;
import io.wizd.protocol.Reply;
import jakarta.validation.constraints.Size;
import java.util.List;

/** {@code user-roles}: gives an account other roles; what it had before and is not named, it has no more. */
public final class UserRolesHandler implements MessageHandler<UserRolesHandler.In, UserRolesHandler.Out> {

    @DeclaredFieldsOnly
    public record In(
            @Doc("The account") @Size(min = 1, max = 100) String name,

            @Doc("All that it shall be able to do") @ArrayOf(value = Role.class, max = 4)
            Json roles) {}

    public record Out(
            @Doc("The account") String name,
            @Doc("What it may do from now on") List<Role> roles) {}

    private static final MessageSpec<In, Out> SPEC = MessageSpec.of("user-roles", In.class, Out.class)
            .summary("Give an account other roles")
            .access(Access.role(Access.ADMIN))
            .effect(Effect.IDEMPOTENT_WRITE)
            .errors(ErrorCode.NOT_FOUND, ErrorCode.LAST_ADMIN)
            .routes(Route.put("/api/users/{name}/roles"));

    private final Accounts accounts;
    private final AccountStore store;

    UserRolesHandler(Accounts accounts, AccountStore store) {
        this.accounts = accounts;
        this.store = store;
    }

    @Override
    public MessageSpec<In, Out> spec() {
        return SPEC;
    }

    @Override
    public Reply<Out> handle(Call call, In in) {
        List<Role> roles = Role.listOf(in.roles());
        store.setRoles(call, in.name(), roles, Actor.of(call));
        accounts.changed(in.name());
        return Reply.of(new Out(in.name(), roles));
    }
}
