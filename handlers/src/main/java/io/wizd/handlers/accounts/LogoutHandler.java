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

/** {@code logout}: ends the token that it comes with. */
public final class LogoutHandler implements MessageHandler<LogoutHandler.In, LogoutHandler.Out> {

    public record In() {}

    public record Out(
            @Doc("Whether a token ended; false with a name and a password, which are not a token")
            boolean ended) {}

    private static final MessageSpec<In, Out> SPEC = MessageSpec.of("logout", In.class, Out.class)
            .summary("End the token that it comes with")
            .access(Access.ACCOUNT)
            .effect(Effect.IDEMPOTENT_WRITE)
            .routes(
                    Route.post("/api/logout"),
                    Route.delete("/api/session").named("session-end").endsCookie());

    private final Accounts accounts;
    private final AccountStore store;

    LogoutHandler(Accounts accounts, AccountStore store) {
        this.accounts = accounts;
        this.store = store;
    }

    @Override
    public MessageSpec<In, Out> spec() {
        return SPEC;
    }

    @Override
    public Reply<Out> handle(Call call, In in) {
        Caller caller = call.caller();
        boolean ended = caller.tokenId() != 0 && store.endToken(call, caller.tokenId());
        if (ended) {
            accounts.changed(caller.name());
        }
        return Reply.of(new Out(ended));
    }
}
