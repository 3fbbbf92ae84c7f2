package io.wizd.handlers.accounts;

import io.wizd.budget.ProcessorBudget;
import io.wizd.db.Database;
import io.wizd.db.Procedure;
import io.wizd.db.Request;
import io.wizd.protocol.Effect;
import io.wizd.protocol.ErrorCode;
import io.wizd.protocol.Jsons;
import io.wizd.protocol.WizdException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Accounts and their passwords. For virtual threads: it waits for the database, and for hashes, which the budget of
 * passwords bounds.
 */
public final class Accounts {
    private static final Procedure<Found> ACCOUNT_FIND = Procedure.of("account_find", Found.class);
    private static final Procedure<Added> ACCOUNT_ADD_FIRST = Procedure.of("account_add_first", Added.class);

    private final Database main;
    private final ProcessorBudget hashing;

    /** @param hashing what hashes may take */
    public Accounts(Database main, ProcessorBudget hashing) {
        this.main = main;
        this.hashing = hashing;
    }

    /**
     * An account whose password was right.
     *
     * @param passwordHash what the password matched
     */
    public record Known(String role, String passwordHash) {}

    private record Find(String name) {}

    private record Found(String passwordHash, String role) {}

    private record Add(String name, String passwordHash, String role) {}

    private record Added(String role) {}

    /**
     * The account that these credentials are of.
     *
     * @param authorization what the Authorization header holds: {@code Basic} and base64 of name and password
     * @param matchedBefore a hash that these very credentials have matched: where the account has it still, they are right,
     *     and nothing is hashed; empty if there is none
     * @throws WizdException {@code UNAUTHORIZED} if they are of no account, {@code OVERLOADED} or {@code
     *     DEADLINE_EXCEEDED} where too many wait to be hashed
     */
    public Known check(String authorization, String matchedBefore, long deadlineNanos) {
        String[] credentials = decode(authorization);
        if (matchedBefore.isEmpty()) {
            hashing.checkRoom(deadlineNanos);
        }
        Found found = find(credentials[0], deadlineNanos);
        // Who is not known waits for a hash as long as who is.
        String hash = found == null ? Passwords.NOBODY : found.passwordHash();
        boolean matches = hash.equals(matchedBefore)
                || hashing.call(deadlineNanos, () -> Passwords.matches(credentials[1], hash));
        if (found == null || !matches) {
            throw WizdException.of(ErrorCode.UNAUTHORIZED, "the name or the password is wrong");
        }
        return new Known(found.role(), hash);
    }

    /**
     * Refuses credentials that would have to be hashed, if too many wait for that. Any thread; never blocks.
     *
     * @throws WizdException {@code OVERLOADED}
     */
    public void checkRoom(long deadlineNanos) {
        hashing.checkRoom(deadlineNanos);
    }

    /** Whether {@link #checkRoom} refuses nothing. Any thread; never blocks. */
    public boolean hasRoom(long deadlineNanos) {
        return hashing.hasRoom(deadlineNanos);
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

    /** Whether there is an account of that name. */
    public boolean exists(String name, long deadlineNanos) {
        return find(name, deadlineNanos) != null;
    }

    /** Makes an account, unless there is one of that name. */
    public void addFirst(String name, String password, String role, long deadlineNanos) {
        String hash = hashing.call(deadlineNanos, () -> Passwords.hash(password));
        main.call(
                        ACCOUNT_ADD_FIRST,
                        name,
                        new Request(Jsons.write(new Add(name, hash, role)), Effect.IDEMPOTENT_WRITE, deadlineNanos))
                .await();
    }

    /**
     * The name in these credentials, which need not be that of an account.
     *
     * @throws WizdException {@code UNAUTHORIZED} if they are no Basic credentials
     */
    public static String nameIn(String authorization) {
        return decode(authorization)[0];
    }

    private static String[] decode(String authorization) {
        int space = authorization.indexOf(' ');
        String scheme = space < 0 ? authorization : authorization.substring(0, space);
        if (scheme.regionMatches(true, 0, "Basic\t", 0, 6)) {
            // RFC 9110, 11.4: spaces alone, and a proxy before us may have read it otherwise.
            throw WizdException.of(ErrorCode.UNAUTHORIZED, "a space follows the word Basic, not a tab");
        }
        if (!scheme.equalsIgnoreCase("Basic")) {
            throw WizdException.of(
                    ErrorCode.UNAUTHORIZED,
                    "the name and the password of an account are needed, as Basic credentials; these are of another kind");
        }
        try {
            String decoded = new String(
                    Base64.getDecoder()
                            .decode(authorization.substring(scheme.length()).strip()),
                    StandardCharsets.UTF_8);
            int colon = decoded.indexOf(':');
            if (colon < 0) {
                throw WizdException.of(ErrorCode.UNAUTHORIZED, "Basic credentials are base64 of name:password");
            }
            return new String[] {decoded.substring(0, colon), decoded.substring(colon + 1)};
        } catch (IllegalArgumentException e) {
            throw new WizdException(
                    io.wizd.protocol.Fault.of(ErrorCode.UNAUTHORIZED, "Basic credentials are base64 of name:password"),
                    e);
        }
    }
}
