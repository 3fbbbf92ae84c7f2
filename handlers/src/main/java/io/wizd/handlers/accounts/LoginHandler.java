package io.wizd.handlers.accounts;

import io.wizd.handlers.spec.Call;
import io.wizd.handlers.spec.Doc;
import io.wizd.handlers.spec.MessageHandler;
import io.wizd.handlers.spec.MessageSpec;
import io.wizd.handlers.spec.RequestIds;
import io.wizd.handlers.spec.Route;
import io.wizd.protocol.Effect;
import io.wizd.protocol.ErrorCode;
import io.wizd.protocol.Reply;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import java.util.List;

/** {@code login}: a token for a name and a password, so that these need not travel with each message. */
public final class LoginHandler implements MessageHandler<LoginHandler.In, LoginHandler.Out> {

    public record In(
            @Doc("Name of the account") @Size(min = 1, max = 100)
            String name,

            @Doc("Its password") @Size(max = 1000) String password) {}

    public record Out(
            @Doc("Token of the account: in an Authorization header, or the token of an envelope, with Bearer before it")
            String token,

            @Doc("Until when it is valid, in UTC") String expiresAt,
            @Doc("What the account may do") List<String> roles) {}

    private static final MessageSpec<In, Out> SPEC = MessageSpec.of("login", In.class, Out.class)
            .summary("Get a token for the name and the password of an account")
            .effect(Effect.IDEMPOTENT_WRITE)
            .requestIds(RequestIds.IGNORED)
            .errors(ErrorCode.UNAUTHORIZED, ErrorCode.UNCONFIRMED, ErrorCode.RATE_LIMITED)
            .routes(
                    Route.post("/api/login"),
                    Route.post("/api/session").named("session-begin").cookie("token"));

    private final Accounts accounts;
    private final AccountStore store;
    private final Duration tokenTtl;

    LoginHandler(Accounts accounts, AccountStore store, Duration tokenTtl) {
        this.accounts = accounts;
        this.store = store;
        this.tokenTtl = tokenTtl;
    }

    @Override
    public MessageSpec<In, Out> spec() {
        return SPEC;
    }

    @Override
    public Reply<Out> handle(Call call, In in) {
        Accounts.Known account = accounts.check(in.name(), in.password(), "", call.deadlineNanos(), call.from());
        OpaqueToken token = OpaqueToken.random();
        AccountStore.KeptToken kept = store.addToken(call, account, token, tokenTtl);
        if (kept.ended() > 0) {
            accounts.changed(account.caller().name());
        }
        return Reply.of(new Out(token.text(), kept.expiresAt(), account.caller().roles()));
    }
}
