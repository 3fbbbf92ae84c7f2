package io.wizd.handlers.accounts;

import io.wizd.db.Database;
import io.wizd.db.Procedure;
import io.wizd.db.Request;
import io.wizd.handlers.audit.Actor;
import io.wizd.handlers.spec.Call;
import io.wizd.handlers.spec.Caller;
import io.wizd.handlers.spec.Once;
import io.wizd.protocol.ErrorCode;
import io.wizd.protocol.Json;
import io.wizd.protocol.WizdException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Accounts and their tokens, as main keeps them. For virtual threads: it waits for the database. */
final class AccountStore {
    private static final Procedure<KeptToken> ACCOUNT_TOKEN_ADD =
            Procedure.single("account_token_add", KeptToken.class);
    private static final Procedure<Tokens> ACCOUNT_TOKEN_LIST = Procedure.single("account_token_list", Tokens.class);
    private static final Procedure<Ended> ACCOUNT_TOKEN_END = Procedure.single("account_token_end", Ended.class);
    private static final Procedure<Ended> ACCOUNT_PASSWORD = Procedure.single("account_password", Ended.class);

    private static final Procedure<Json> ACCOUNT_CREATE = Procedure.single("account_create", Json.class);
    private static final Procedure<Json> ACCOUNT_ROLES = Procedure.single("account_roles", Json.class);
    private static final Procedure<Ended> ACCOUNT_DEACTIVATE = Procedure.single("account_deactivate", Ended.class);
    private static final Procedure<Users> ACCOUNT_LIST = Procedure.single("account_list", Users.class);

    /** Accounts that wait until their address is confirmed, besides a new one: the oldest give way, so nobody fills the table. */
    private static final int MAX_UNCONFIRMED = 10_000;

    private final Database main;

    AccountStore(Database main) {
        this.main = main;
    }

    private record NewToken(String name, String passwordHash, String tokenHash, long ttlMs, String from) {}

    /**
     * A token that is kept.
     *
     * @param ended how many older ones ended for it
     */
    record KeptToken(String expiresAt, long ended) {}

    private record Name(String name) {}

    private record Tokens(List<Token> tokens) {}

    /** A token as its account sees it. */
    record Token(long id, String createdAt, String expiresAt, String from) {}

    private record EndToken(String name, long id) {}

    private record Ended(long ended) {}

    private record Password(
            String name,
            @Nullable String oldHash,
            String passwordHash,
            @Nullable Long keptToken,
            String by,
            String from,
            String action,
            @Nullable String requestHash) {}

    /**
     * Gives an account another password, whatever it had, and ends its tokens.
     *
     * @return how many tokens ended
     * @throws WizdException NOT_FOUND
     */
    long setPassword(Call call, String name, String newHash, Actor by) {
        Request request = call.request(new Password(
                name, null, newHash, null, by.name(), by.from(), call.message().msgType(), null));
        return ofAccount(
                name, () -> main.call(ACCOUNT_PASSWORD, name, request).await().ended());
    }

    private record Create(
            String name,
            String passwordHash,
            List<Role> roles,
            @Nullable String email,
            boolean confirmed,
            int maxUnconfirmed,
            String by,
            String from,
            @Nullable String requestHash) {}

    private record Roles(String name, List<Role> roles, String by, String from) {}

    private record Active(String name, boolean active, String by, String from) {}

    private record After(String after, int limit) {}

    private record Users(List<UserListHandler.User> users) {}

    /**
     * Keeps a token of an account that has logged in.
     *
     * @throws WizdException UNAUTHORIZED where the password has been changed meanwhile
     */
    KeptToken addToken(Call call, Accounts.Known account, OpaqueToken token, Duration ttl) {
        String name = account.caller().name();
        NewToken element =
                new NewToken(name, account.passwordHash(), token.hash(), ttl.toMillis(), Actor.addressOf(call));
        return main.call(ACCOUNT_TOKEN_ADD, name, call.request(element)).await();
    }

    /** The tokens of an account that are valid, the newest first. */
    List<Token> tokens(Call call, String name) {
        return main.call(ACCOUNT_TOKEN_LIST, call.request(new Name(name))).await().tokens().stream()
                .sorted(Comparator.comparingLong(Token::id).reversed())
                .toList();
    }

    /** @return whether the account of the caller had such a token */
    boolean endToken(Call call, long id) {
        Caller caller = call.caller();
        return main.call(ACCOUNT_TOKEN_END, caller.name(), call.request(new EndToken(caller.name(), id)))
                        .await()
                        .ended()
                > 0;
    }

    /**
     * Gives the caller's account another password, and ends its tokens but the one that it came with.
     *
     * @param oldHash of the password that was shown
     * @return how many tokens ended
     * @throws WizdException BAD_FIELD where another change came first
     */
    long changePassword(Call call, String oldHash, String newHash) {
        Caller caller = call.caller();
        Request request = call.request(new Password(
                caller.name(),
                oldHash,
                newHash,
                caller.tokenId() == 0 ? null : caller.tokenId(),
                caller.name(),
                Actor.addressOf(call),
                "password-change",
                requestOf(call)));
        try {
            return main.call(ACCOUNT_PASSWORD, caller.name(), request).await().ended();
        } catch (WizdException e) {
            if (e.fault().code() == ErrorCode.NOT_FOUND) {
                throw WizdException.ofField("oldPassword", "oldPassword has just been changed");
            }
            throw e;
        }
    }

    /**
     * An account that is to be made.
     *
     * @param confirmed whether it may log in at once
     */
    record NewAccount(
            String name,
            String passwordHash,
            List<Role> roles,
            @Nullable String email,
            boolean confirmed,
            Actor by) {}

    /**
     * By which main keeps the reply to a message together with what it changes there: whoever sends it again after a death in
     * between gets that.
     *
     * @return null where it came without a requestId
     */
    static @Nullable String requestOf(Call call) {
        Once once = call.once();
        return once == null ? null : once.request();
    }

    /** @throws WizdException ACCOUNT_EXISTS */
    void create(Call call, NewAccount account) {
        Create element = new Create(
                account.name(),
                account.passwordHash(),
                account.roles(),
                account.email(),
                account.confirmed(),
                MAX_UNCONFIRMED,
                account.by().name(),
                account.by().from(),
                requestOf(call));
        main.call(ACCOUNT_CREATE, account.name(), call.request(element)).awaitJson();
    }

    /** @throws WizdException NOT_FOUND, LAST_ADMIN */
    void setRoles(Call call, String name, List<Role> roles, Actor by) {
        Request request = call.request(new Roles(name, roles, by.name(), by.from()));
        ofAccount(name, () -> main.call(ACCOUNT_ROLES, name, request).awaitJson());
    }

    /**
     * Has an account log in no more, or again.
     *
     * @return how many tokens ended
     * @throws WizdException NOT_FOUND, LAST_ADMIN
     */
    long setActive(Call call, String name, boolean active, Actor by) {
        Request request = call.request(new Active(name, active, by.name(), by.from()));
        return ofAccount(
                name, () -> main.call(ACCOUNT_DEACTIVATE, name, request).await().ended());
    }

    /** Says which account it is that there is not. */
    private static <T> T ofAccount(String name, Supplier<T> call) {
        try {
            return call.get();
        } catch (WizdException e) {
            if (e.fault().code() == ErrorCode.NOT_FOUND) {
                throw WizdException.of(ErrorCode.NOT_FOUND, "no such account: " + name);
            }
            throw e;
        }
    }

    /** At most so many accounts with a name behind that one, in the order of the bytes of their names. */
    List<UserListHandler.User> users(Call call, String after, int limit) {
        return main.call(ACCOUNT_LIST, call.request(new After(after, limit))).await().users().stream()
                .sorted(Comparator.comparing(
                        user -> user.name().getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned))
                .toList();
    }
}
