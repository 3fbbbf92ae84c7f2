package io.wizd.handlers.accounts;

import io.wizd.handlers.spec.Access;
import io.wizd.handlers.spec.Call;
import io.wizd.handlers.spec.Caller;
import io.wizd.handlers.spec.Doc;
import io.wizd.handlers.spec.MessageHandler;
import io.wizd.handlers.spec.MessageSpec;
import io.wizd.handlers.spec.Route;
import io.wizd.protocol.Effect;
import io.wizd.protocol.Reply;
import java.util.List;

/** {@code token-list}: where an account is logged in. */
public final class TokenListHandler implements MessageHandler<TokenListHandler.In, TokenListHandler.Out> {

    public record In() {}

    public record Out(
            @Doc("The newest first, 100 at most: one more login ends the oldest")
            List<Token> tokens) {}

    /** A token without what it is. */
    public record Token(
            @Doc("Its number, for token-revoke") long id,
            @Doc("When it was made, in UTC") String createdAt,
            @Doc("Until when it is valid, in UTC") String expiresAt,
            @Doc("The address that logged in") String from,
            @Doc("Whether this message came with it") boolean current) {}

    private static final MessageSpec<In, Out> SPEC = MessageSpec.of("token-list", In.class, Out.class)
            .summary("List the tokens of your account")
            .access(Access.ACCOUNT)
            .effect(Effect.READ)
            .routes(Route.get("/api/tokens/"));

    private final AccountStore store;

    TokenListHandler(AccountStore store) {
        this.store = store;
    }

    @Override
    public MessageSpec<In, Out> spec() {
        return SPEC;
    }

    @Override
    public Reply<Out> handle(Call call, In in) {
        Caller caller = call.caller();
        return Reply.of(new Out(store.tokens(call, caller.name()).stream()
                .map(token -> new Token(
                        token.id(), token.createdAt(), token.expiresAt(), token.from(), token.id() == caller.tokenId()))
                .toList()));
    }
}
