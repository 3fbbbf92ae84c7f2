package io.wizd.handlers.accounts;

import io.wizd.handlers.spec.Access;
import io.wizd.handlers.spec.Call;
import io.wizd.handlers.spec.Doc;
import io.wizd.handlers.spec.MessageHandler;
import io.wizd.handlers.spec.MessageSpec;
import io.wizd.handlers.spec.Route;
import io.wizd.protocol.Effect;
import io.wizd.protocol.ErrorCode;
import io.wizd.protocol.Reply;
import io.wizd.protocol.WizdException;
import jakarta.validation.constraints.Min;

/** {@code token-revoke}: ends one token of the account that sends it. */
public final class TokenRevokeHandler implements MessageHandler<TokenRevokeHandler.In, TokenRevokeHandler.Out> {

    public record In(
            @Doc("Its number, from token-list") @Min(1) long id) {}

    public record Out(
            @Doc("The number of the token that has ended") long id) {}

    private static final MessageSpec<In, Out> SPEC = MessageSpec.of("token-revoke", In.class, Out.class)
            .summary("End one token of your account")
            .access(Access.ACCOUNT)
            .effect(Effect.IDEMPOTENT_WRITE)
            .errors(ErrorCode.NOT_FOUND)
            .routes(Route.delete("/api/tokens/{id}"));

    private final Accounts accounts;
    private final AccountStore store;

    TokenRevokeHandler(Accounts accounts, AccountStore store) {
        this.accounts = accounts;
        this.store = store;
    }

    @Override
    public MessageSpec<In, Out> spec() {
        return SPEC;
    }

    @Override
    public Reply<Out> handle(Call call, In in) {
        if (!store.endToken(call, in.id())) {
            throw WizdException.of(ErrorCode.NOT_FOUND, "your account has no such token: " + in.id());
        }
        accounts.changed(call.caller().name());
        return Reply.of(new Out(in.id()));
    }
}
