package io.wizd.handlers.accounts;

import io.wizd.budget.ProcessorBudget;
import io.wizd.budget.RequestMemory;
import io.wizd.db.Database;
import io.wizd.event.Origin;
import io.wizd.handlers.audit.Actor;
import io.wizd.handlers.spec.Call;
import io.wizd.protocol.Effect;
import io.wizd.protocol.ErrorCode;
import io.wizd.protocol.Json;
import io.wizd.protocol.Message;
import io.wizd.protocol.WizdException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What whoever runs wizd does to accounts from a shell, beside the running servers: these heed it within a minute. For virtual threads
 * and commands: it waits for the database and for hashes.
 */
public final class AccountCommands {
    private static final long TIMEOUT_NANOS = TimeUnit.SECONDS.toNanos(30);

    /** No page of accounts takes the database long. */
    private static final int PAGE = 1_000;

    private final Accounts accounts;
    private final AccountStore store;
    private final Actor actor;

    /**
     * @param hashing what hashes may take
     * @param user who does it, for the history
     */
    public AccountCommands(Database main, ProcessorBudget hashing, String user) {
        this.accounts = new Accounts(main, hashing);
        this.store = new AccountStore(main);
        this.actor = new Actor(user, "");
    }

    private static Call call(String type, Effect effect) {
        return new Call(
                Message.of(type, Json.EMPTY_OBJECT),
                effect,
                System.nanoTime() + TIMEOUT_NANOS,
                null,
                RequestMemory.unlimited(),
                null,
                null,
                () -> new Origin("", null));
    }

    /** The next accounts behind that name, in the order of their names; empty at the end. */
    public List<UserListHandler.User> users(String after) {
        return store.users(call("user-list", Effect.READ), after, PAGE);
    }

    /**
     * Refuses a name or an address that no account can have, or a name that one has, before somebody thinks of a password.
     *
     * @throws io.wizd.protocol.WizdException ACCOUNT_EXISTS, BAD_FIELD
     */
    public void requireNew(String name, @Nullable String email) {
        UserCreateHandler.check(name, email);
        if (accounts.exists(name, System.nanoTime() + TIMEOUT_NANOS)) {
            throw WizdException.of(ErrorCode.ACCOUNT_EXISTS, ErrorCode.ACCOUNT_EXISTS.description());
        }
    }

    /**
     * Refuses a name that no account has.
     *
     * @throws io.wizd.protocol.WizdException NOT_FOUND
     */
    public void requireKnown(String name) {
        if (!accounts.exists(name, System.nanoTime() + TIMEOUT_NANOS)) {
            throw WizdException.of(ErrorCode.NOT_FOUND, "no such account: " + name);
        }
    }

    /**
     * Makes an account that may log in at once.
     *
     * @throws io.wizd.protocol.WizdException ACCOUNT_EXISTS, BAD_FIELD
     */
    public void create(String name, String password, List<Role> roles, @Nullable String email) {
        UserCreateHandler.check(name, email);
        Call call = call("user-create", Effect.WRITE);
        String hash = accounts.newHash("password", password, call.deadlineNanos(), name);
        store.create(
                call,
                new AccountStore.NewAccount(name, hash, roles, UserCreateHandler.inLowerCase(email), true, actor));
    }

    /**
     * Gives an account another password, and ends its tokens.
     *
     * @return how many tokens ended
     * @throws io.wizd.protocol.WizdException NOT_FOUND, BAD_FIELD
     */
    public long setPassword(String name, String password) {
        Call call = call("user-passwd", Effect.WRITE);
        String hash = accounts.newHash("password", password, call.deadlineNanos(), name);
        return store.setPassword(call, name, hash, actor);
    }

    /** @throws io.wizd.protocol.WizdException NOT_FOUND, LAST_ADMIN */
    public void setRoles(String name, List<Role> roles) {
        store.setRoles(call("user-roles", Effect.IDEMPOTENT_WRITE), name, roles, actor);
    }

    /** @throws io.wizd.protocol.WizdException NOT_FOUND, LAST_ADMIN */
    public void setActive(String name, boolean active) {
        store.setActive(call("user-deactivate", Effect.IDEMPOTENT_WRITE), name, active, actor);
    }
}
