package io.wizd.handlers.accounts;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.wizd.handlers.spec.Access;
import io.wizd.handlers.spec.Call;
import io.wizd.handlers.spec.DeclaredFieldsOnly;
import io.wizd.handlers.spec.Doc;
import io.wizd.handlers.spec.MessageHandler;
import io.wizd.handlers.spec.MessageSpec;
import io.wizd.handlers.spec.Page;
import io.wizd.handlers.spec.Route;
import io.wizd.protocol.Effect;
import io.wizd.protocol.Reply;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** {@code user-list}: the accounts, in the order of their names. */
public final class UserListHandler implements MessageHandler<UserListHandler.In, UserListHandler.Out> {
    private static final int DEFAULT_LIMIT = 100;

    @DeclaredFieldsOnly
    public record In(
            @Doc("Only names behind this one: the cursor that the last page gave as next") @Size(max = 100) @Nullable
            String after,

            @Doc("The most accounts of a page; 100 where absent") @Min(1) @Max(1000) @Nullable
            Integer limit) {}

    public record Out(
            @Doc("In the order of their names") List<User> users,

            @Doc("The cursor of the next page; null where this is the last")
            @JsonInclude(JsonInclude.Include.ALWAYS)
            @Nullable
            String next) {}

    /** An account as administrators see it. */
    public record User(
            @Doc("What it is called") String name,
            @Doc("Address of electronic mail") @Nullable String email,
            @Doc("What it may do") List<String> roles,

            @Doc("Whether its address was confirmed, or an administrator made it")
            boolean confirmed,

            @Doc("Whether it may log in") boolean active,
            @Doc("When it was made, in UTC") String createdAt) {}

    private static final MessageSpec<In, Out> SPEC = MessageSpec.of("user-list", In.class, Out.class)
            .summary("List the accounts")
            .access(Access.role(Access.ADMIN))
            .effect(Effect.READ)
            .routes(Route.get("/api/users/").nextPage("next", "after"));

    private final AccountStore store;

    UserListHandler(AccountStore store) {
        this.store = store;
    }

    @Override
    public MessageSpec<In, Out> spec() {
        return SPEC;
    }

    @Override
    public Reply<Out> handle(Call call, In in) {
        int limit = Objects.requireNonNullElse(in.limit(), DEFAULT_LIMIT);
        String after = Objects.requireNonNullElse(in.after(), "");
        Page<User, String> page = Page.read(limit, count -> store.users(call, after, count), User::name);
        return Reply.of(new Out(page.items(), page.next()));
    }
}
