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

/** {@code user-confirm}: follows the link of a mail, which shows that the address is theirs who signed up. */
public final class UserConfirmHandler implements MessageHandler<UserConfirmHandler.In, UserConfirmHandler.Out> {

    public record In(
            @Doc("What the link in the mail holds") @Size(min = 1, max = 100)
            String token) {}

    public record Out(
            @Doc("The account") String name,
            @Doc("true: it may log in from now on") boolean confirmed) {}

    private static final MessageSpec<In, Out> SPEC = MessageSpec.of("user-confirm", In.class, Out.class)
            .summary("Confirm the address of an account by the link that was sent there")
            .effect(Effect.WRITE)
            .errors(ErrorCode.LINK_ENDED, ErrorCode.RATE_LIMITED)
            .routes(Route.post("/api/user-confirm"));

    private final Links links;

    UserConfirmHandler(Links links) {
        this.links = links;
    }

    @Override
    public MessageSpec<In, Out> spec() {
        return SPEC;
    }

    @Override
    public Reply<Out> handle(Call call, In in) {
        MailStore.Used used = links.use(call, MailStore.CONFIRM, new OpaqueToken(in.token()), null);
        return Reply.of(new Out(used.name(), true));
    }
}
