package io.wizd.handlers.accounts;

import io.wizd.handlers.spec.Call;
import io.wizd.handlers.spec.Doc;
import io.wizd.handlers.spec.MessageHandler;
import io.wizd.handlers.spec.MessageSpec;
import io.wizd.handlers.spec.Route;
import io.wizd.protocol.Effect;
import io.wizd.protocol.ErrorCode;
import io.wizd.protocol.Reply;
import jakarta.validation.constraints.Size;
import java.util.Objects;

/** {@code password-reset}: follows the link of a mail to another password; all tokens of the account end. */
public final class PasswordResetHandler implements MessageHandler<PasswordResetHandler.In, PasswordResetHandler.Out> {

    public record In(
            @Doc("What the link in the mail holds") @Size(min = 1, max = 100)
            String token,

            @Doc("8 to 200 characters that are hard to guess")
            @Size(min = PasswordRules.MIN_CHARACTERS, max = PasswordRules.MAX_CHARACTERS)
            String newPassword) {}

    public record Out(
            @Doc("The account") String name,
            @Doc("How many of its tokens ended") long tokensEnded) {}

    private static final MessageSpec<In, Out> SPEC = MessageSpec.of("password-reset", In.class, Out.class)
            .summary("Give an account another password by the link that was sent to its address")
            .effect(Effect.WRITE)
            .errors(ErrorCode.LINK_ENDED, ErrorCode.RATE_LIMITED)
            .routes(Route.post("/api/password-reset"));

    private final Accounts accounts;
    private final Links links;

    PasswordResetHandler(Accounts accounts, Links links) {
        this.accounts = accounts;
        this.links = links;
    }

    @Override
    public MessageSpec<In, Out> spec() {
        return SPEC;
    }

    @Override
    public Reply<Out> handle(Call call, In in) {
        OpaqueToken link = new OpaqueToken(in.token());
        // Before anything is hashed: made-up links cost no more than this.
        MailStore.Owner owner = links.ownerOf(call, MailStore.RESET, link);
        String hash = accounts.newHash(
                "newPassword",
                in.newPassword(),
                call.deadlineNanos(),
                owner.name(),
                Objects.requireNonNullElse(owner.email(), ""));
        MailStore.Used used = links.use(call, MailStore.RESET, link, hash);
        accounts.changed(used.name());
        return Reply.of(new Out(used.name(), used.ended()));
    }
}
