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
import io.wizd.protocol.WizdException;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** {@code user-create}: an administrator makes an account, or somebody makes their own, and confirms the address then. */
public final class UserCreateHandler implements MessageHandler<UserCreateHandler.In, UserCreateHandler.Out> {
    private static final String NAME = "[a-z0-9][a-z0-9._-]{0,63}";
    private static final String NAME_IS = "must be 1 to 64 of a-z, 0-9, and behind the first . _ -";
    private static final String ATOM = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+";
    private static final String LABEL = "[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?";

    /** What servers of mail take: no dots side by side or at an end, and no local part of more than 64. */
    private static final String EMAIL =
            "(?=[^@]{1,64}@)" + ATOM + "(?:\\." + ATOM + ")*@" + LABEL + "(?:\\." + LABEL + ")*";

    private static final String EMAIL_IS = "must be an address such as ann@example.org";
    private static final List<Role> OF_WHO_SIGNS_UP = List.of(Role.user);

    @DeclaredFieldsOnly
    public record In(
            @Doc("What the account shall be called: a-z, 0-9, and from the second character on . _ - too")
            @Pattern(regexp = NAME, message = NAME_IS)
            String name,

            @Doc("8 to 200 characters that are hard to guess")
            @Size(min = PasswordRules.MIN_CHARACTERS, max = PasswordRules.MAX_CHARACTERS)
            String password,

            @Doc("Address of electronic mail; who signs up must have one")
            @Size(max = 254)
            @Pattern(regexp = EMAIL, message = EMAIL_IS)
            @Nullable
            String email,

            @Doc("What it may do; only an administrator gives anything else than user")
            @ArrayOf(value = Role.class, max = 4)
            @Nullable
            Json roles) {}

    public record Out(
            @Doc("What the account is called") String name,
            @Doc("What it may do") List<Role> roles,

            @Doc("Whether it may log in; false until the link in the mail was followed")
            boolean confirmed) {}

    private static final MessageSpec<In, Out> SPEC = MessageSpec.of("user-create", In.class, Out.class)
            .summary("Make an account: your own, or as an administrator any")
            .effect(Effect.WRITE)
            .errors(ErrorCode.ACCOUNT_EXISTS, ErrorCode.RATE_LIMITED)
            .routes(Route.post("/api/users/").created("/api/users/{name}"));

    private final MessageSpec<In, Out> spec;
    private final Accounts accounts;
    private final AccountStore store;
    private final WindowLimit byAddress;
    private final Runnable whenToConfirm;

    /**
     * @param access who may send it, as it is configured
     * @param byAddress how many accounts an address may make, where no administrator does it
     * @param whenToConfirm called once there is a mail to send
     */
    UserCreateHandler(
            Access access, Accounts accounts, AccountStore store, WindowLimit byAddress, Runnable whenToConfirm) {
        this.spec = SPEC.access(access);
        this.accounts = accounts;
        this.store = store;
        this.byAddress = byAddress;
        this.whenToConfirm = whenToConfirm;
    }

    /** @throws WizdException BAD_FIELD where no account can have that name or address */
    static void check(String name, @Nullable String email) {
        if (!name.matches(NAME)) {
            throw WizdException.ofField("name", "name " + NAME_IS);
        }
        if (email != null && !email.matches(EMAIL)) {
            throw WizdException.ofField("email", "email " + EMAIL_IS);
        }
    }

    /** As it is kept, and found again. */
    static @Nullable String inLowerCase(@Nullable String email) {
        return email == null ? null : email.toLowerCase(Locale.ROOT);
    }

    @Override
    public MessageSpec<In, Out> spec() {
        return spec;
    }

    @Override
    public Reply<Out> handle(Call call, In in) {
        boolean byAdmin =
                call.callerIfAny().filter(caller -> caller.is(Access.ADMIN)).isPresent();
        List<Role> roles = in.roles() == null ? OF_WHO_SIGNS_UP : Role.listOf(in.roles());
        if (!byAdmin && !roles.equals(OF_WHO_SIGNS_UP)) {
            throw WizdException.of(ErrorCode.FORBIDDEN, "only an account with the role admin gives roles");
        }
        if (!byAdmin && in.email() == null) {
            throw WizdException.ofField("email", "email is missing: the link that confirms the account goes there");
        }
        String email = inLowerCase(in.email());
        String network = call.from().get().network();
        if (!byAdmin) {
            byAddress.check(network);
        }
        String hash = accounts.newHash(
                "password", in.password(), call.deadlineNanos(), in.name(), email == null ? "" : email);
        if (!byAdmin) {
            // Not before: who looks for a password that is strong enough has made no account yet.
            byAddress.take(network);
        }
        store.create(call, new AccountStore.NewAccount(in.name(), hash, roles, email, byAdmin, Actor.of(call)));
        if (!byAdmin) {
            whenToConfirm.run();
        }
        return Reply.of(new Out(in.name(), roles, byAdmin));
    }
}
