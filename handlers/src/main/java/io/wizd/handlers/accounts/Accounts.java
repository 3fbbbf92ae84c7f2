package io.wizd.handlers.accounts;

import com.github.benmanes.caffeine.cache.Ticker;
import io.wizd.budget.ProcessorBudget;
import io.wizd.db.Database;
import io.wizd.db.Procedure;
import io.wizd.db.Request;
import io.wizd.event.Origin;
import io.wizd.handlers.spec.Caller;
import io.wizd.protocol.Effect;
import io.wizd.protocol.ErrorCode;
import io.wizd.protocol.Jsons;
import io.wizd.protocol.WizdException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Accounts, their passwords and the tokens that stand for them: the one place where these are judged. For virtual threads: it
 * waits for the database, and for hashes, which the budget of passwords bounds.
 */
public final class Accounts {
    private static final Procedure<Found> ACCOUNT_FIND = Procedure.of("account_find", Found.class);
    private static final Procedure<OfToken> ACCOUNT_TOKEN_FIND = Procedure.of("account_token_find", OfToken.class);
    private static final Procedure<Added> ACCOUNT_ADD_FIRST = Procedure.of("account_add_first", Added.class);

    private final Database main;
    private final ProcessorBudget hashing;
    private final Passwords passwords;
    private final PasswordRules rules = new PasswordRules();
    private final FailedLogins failedLogins;
    private final List<Consumer<String>> changeListeners = new CopyOnWriteArrayList<>();

    /** @param hashing what hashes may take */
    public Accounts(Database main, ProcessorBudget hashing) {
        this(main, hashing, HashCost.USUAL);
    }

    /**
     * @param hashing what hashes may take
     * @param cost of new ones
     */
    public Accounts(Database main, ProcessorBudget hashing, HashCost cost) {
        this(main, hashing, cost, Ticker.systemTicker());
    }

    /** @param ticker the time, for what failed */
    public Accounts(Database main, ProcessorBudget hashing, HashCost cost, Ticker ticker) {
        this.main = main;
        this.hashing = hashing;
        this.passwords = new Passwords(cost);
        this.failedLogins = new FailedLogins(ticker);
    }

    /**
     * An account whose credentials were right.
     *
     * @param passwordHash what the password matched; empty for a token
     * @param leftMs for how long they are right if nobody changes anything
     */
    public record Known(Caller caller, String passwordHash, long leftMs) {}

    private record Find(String name) {}

    private record Found(String passwordHash, List<String> roles, boolean confirmed, boolean active) {}

    private record FindToken(String tokenHash) {}

    private record OfToken(String name, List<String> roles, long id, long leftMs) {}

    private record Add(String name, String passwordHash, String role) {}

    private record Added(long id) {}

    /**
     * The account that these credentials are of.
     *
     * @param authorization what the Authorization header holds: {@code Basic} and base64 of name and password, or {@code
     *     Bearer} and a token
     * @param matchedBefore a hash that these very credentials have matched: where the account has it still, they are right,
     *     and nothing is hashed; empty if there is none
     * @param origin where they come from
     * @throws WizdException {@code UNAUTHORIZED} if they are of no account, {@code RATE_LIMITED} if others were wrong too
     *     often, {@code OVERLOADED} or {@code DEADLINE_EXCEEDED} where too many wait to be hashed
     */
    public Known check(String authorization, String matchedBefore, long deadlineNanos, Supplier<Origin> origin) {
        return switch (Credentials.of(authorization)) {
            case Credentials.Basic basic -> check(basic.name(), basic.password(), matchedBefore, deadlineNanos, origin);
            case Credentials.Bearer bearer -> check(bearer.token(), deadlineNanos);
        };
    }

    /** The same of a name and a password that came another way. */
    Known check(String name, String password, String matchedBefore, long deadlineNanos, Supplier<Origin> origin) {
        FailedLogins.Attempt attempt = failedLogins.attempt(name, origin.get().host());
        if (matchedBefore.isEmpty()) {
            attempt.check();
            hashing.checkRoom(deadlineNanos);
        }
        Found found = find(name, deadlineNanos);
        // Who is not known waits for a hash as long as who is.
        String hash = found == null ? passwords.nobody() : found.passwordHash();
        boolean isRight = hash.equals(matchedBefore)
                || hashing.call(deadlineNanos, () -> isRight(password, hash, found, attempt));
        if (found == null || !isRight || !found.active()) {
            throw WizdException.of(ErrorCode.UNAUTHORIZED, "the name or the password is wrong");
        }
        if (!found.confirmed()) {
            throw WizdException.of(ErrorCode.UNCONFIRMED, ErrorCode.UNCONFIRMED.description());
        }
        attempt.succeeded();
        return new Known(new Caller(name, found.roles(), 0), hash, Long.MAX_VALUE);
    }

    /** Looks once more at what has failed meanwhile, and counts before the next is hashed: who tries many at once tries no more. */
    private static boolean isRight(String password, String hash, @Nullable Found found, FailedLogins.Attempt attempt) {
        attempt.check();
        boolean isRight = Passwords.matches(password, hash) && found != null && found.active();
        if (!isRight) {
            attempt.failed();
        }
        return isRight;
    }

    private Known check(OpaqueToken token, long deadlineNanos) {
        try {
            Request find = new Request(Jsons.write(new FindToken(token.hash())), Effect.READ, deadlineNanos);
            OfToken found = main.call(ACCOUNT_TOKEN_FIND, find).await();
            return new Known(new Caller(found.name(), found.roles(), found.id()), "", found.leftMs());
        } catch (WizdException e) {
            if (e.fault().code() == ErrorCode.UNAUTHORIZED) {
                throw WizdException.of(ErrorCode.UNAUTHORIZED, "the token is wrong or has ended: log in again");
            }
            throw e;
        }
    }

    /**
     * Refuses credentials that would have to be hashed, if too many wait for that. Any thread; never blocks.
     *
     * @throws WizdException {@code OVERLOADED}
     */
    public void checkRoom(String authorization, long deadlineNanos) {
        if (!Credentials.isBearer(authorization)) {
            hashing.checkRoom(deadlineNanos);
        }
    }

    /** Whether {@link #checkRoom} refuses nothing. Any thread; never blocks. */
    public boolean hasRoom(long deadlineNanos) {
        return hashing.hasRoom(deadlineNanos);
    }

    /**
     * A hash of a new password, if it is a good one.
     *
     * @param field that holds it
     * @param known what others know of whom it is for
     * @throws WizdException {@code BAD_FIELD} if it is weak, {@code OVERLOADED} or {@code DEADLINE_EXCEEDED}
     */
    String newHash(String field, String password, long deadlineNanos, String... known) {
        return hashing.call(deadlineNanos, () -> {
            rules.check(field, password, List.of(known));
            return passwords.hash(password);
        });
    }

    private @Nullable Found find(String name, long deadlineNanos) {
        try {
            Request find = new Request(Jsons.write(new Find(name)), Effect.READ, deadlineNanos);
            return main.call(ACCOUNT_FIND, find).await();
        } catch (WizdException e) {
            if (e.fault().code() == ErrorCode.UNAUTHORIZED) {
                return null;
            }
            throw e;
        }
    }

    /** Whether there is an account of that name, active or not. */
    public boolean exists(String name, long deadlineNanos) {
        return find(name, deadlineNanos) != null;
    }

    /** Makes an account, unless there is one of that name. */
    public void addFirst(String name, String password, String role, long deadlineNanos) {
        String hash = hashing.call(deadlineNanos, () -> passwords.hash(password));
        main.call(
                        ACCOUNT_ADD_FIRST,
                        name,
                        new Request(Jsons.write(new Add(name, hash, role)), Effect.IDEMPOTENT_WRITE, deadlineNanos))
                .await();
    }

    /** Has the listener told the name of each account whose credentials or roles change by this server, once that is done. */
    public void whenChanged(Consumer<String> listener) {
        changeListeners.add(listener);
    }

    /** What was known of that account holds no more. */
    void changed(String name) {
        changeListeners.forEach(listener -> listener.accept(name));
    }
}
