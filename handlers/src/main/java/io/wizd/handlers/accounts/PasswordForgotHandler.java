package io.wizd.handlers.accounts;

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
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * {@code password-forgot}: has a link sent to the address of an account. Whether there is one is looked up after the reply, so neither
 * its words nor its time tell.
 */
public final class PasswordForgotHandler
        implements MessageHandler<PasswordForgotHandler.In, PasswordForgotHandler.Out> {

    public record In(
            @Doc("Name of the account; it or the address") @Size(min = 1, max = 100) @Nullable
            String name,

            @Doc("Address of the account; each that has it gets a mail") @Size(min = 3, max = 254) @Nullable
            String email) {}

    public record Out(
            @Doc("true: if there is such an account and its address is known, a link is on its way there")
            boolean asked) {}

    private static final MessageSpec<In, Out> SPEC = MessageSpec.of("password-forgot", In.class, Out.class)
            .summary("Have a link sent that gives an account another password")
            .effect(Effect.IDEMPOTENT_WRITE)
            .errors(ErrorCode.RATE_LIMITED)
            .routes(Route.post("/api/password-forgot"));

    private final MailStore mails;
    private final WindowLimit byAddress;
    private final Runnable whenAsked;

    /**
     * @param byAddress how many an address may ask for
     * @param whenAsked called once there may be a mail to send
     */
    PasswordForgotHandler(MailStore mails, WindowLimit byAddress, Runnable whenAsked) {
        this.mails = mails;
        this.byAddress = byAddress;
        this.whenAsked = whenAsked;
    }

    @Override
    public MessageSpec<In, Out> spec() {
        return SPEC;
    }

    @Override
    public Reply<Out> handle(Call call, In in) {
        String addressee = addressee(in);
        byAddress.take(call.from().get().network());
        mails.ask(call, MailStore.RESET, addressee);
        whenAsked.run();
        return Reply.of(new Out(true));
    }

    private static String addressee(In in) {
        if ((in.name() == null) == (in.email() == null)) {
            throw WizdException.ofField("name", "one of name and email is needed");
        }
        if (in.email() != null && in.email().indexOf('@') < 0) {
            throw WizdException.ofField("email", "email must be an address such as ann@example.org");
        }
        return in.email() == null
                ? Objects.requireNonNull(in.name())
                : in.email().toLowerCase(Locale.ROOT);
    }
}
