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
import jakarta.validation.constraints.Size;

/** {@code password-change}: another password for the account that sends it; its other tokens end. */
public final class PasswordChangeHandler
        implements MessageHandler<PasswordChangeHandler.In, PasswordChangeHandler.Out> {

    public record In(
            @Doc("The password that the account has") @Size(max = 1000)
            String oldPassword,

            @Doc("The one that it shall have: 8 to 200 characters that are hard to guess")
            @Size(min = PasswordRules.MIN_CHARACTERS, max = PasswordRules.MAX_CHARACTERS)
            String newPassword) {}

    public record Out(
            @Doc("How many other tokens of the account ended")
            long tokensEnded) {}

    private static final MessageSpec<In, Out> SPEC = MessageSpec.of("password-change", In.class, Out.class)
            .summary("Change the password of your account, and end its other tokens")
            .access(Access.ACCOUNT)
            .effect(Effect.WRITE)
            .routes(Route.post("/api/password-change"));

    private final Accounts accounts;
    private final AccountStore store;

    PasswordChangeHandler(Accounts accounts, AccountStore store) {
        this.accounts = accounts;
        this.store = store;
    }

    @Override
    public MessageSpec<In, Out> spec() {
        return SPEC;
    }

    @Override
    public Reply<Out> handle(Call call, In in) {
        String name = call.caller().name();
        String oldHash = oldHash(call, name, in.oldPassword());
        String newHash = accounts.newHash("newPassword", in.newPassword(), call.deadlineNanos(), name);
        long ended = store.changePassword(call, oldHash, newHash);
        accounts.changed(name);
        return Reply.of(new Out(ended));
    }

    /** A wrong one is a fault of the field: the credentials of the message are right, or it would not be here. */
    private String oldHash(Call call, String name, String oldPassword) {
        try {
            return accounts.check(name, oldPassword, "", call.deadlineNanos(), call.from())
                    .passwordHash();
        } catch (WizdException e) {
            if (e.fault().code() == ErrorCode.UNAUTHORIZED) {
                throw WizdException.ofField("oldPassword", "oldPassword is not the password of this account");
            }
            throw e;
        }
    }
}
