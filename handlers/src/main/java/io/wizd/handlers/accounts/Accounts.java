package io.wizd.handlers.accounts;

import io.wizd.db.Database;
import io.wizd.db.Procedure;
import io.wizd.db.Request;
import io.wizd.protocol.Effect;
import io.wizd.protocol.ErrorCode;
import io.wizd.protocol.Jsons;
import io.wizd.protocol.WizdException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Accounts and their passwords. For virtual threads: it waits for the database, and a hash takes tens of ms. */
public final class Accounts {
    private static final Procedure<Found> ACCOUNT_FIND = Procedure.of("account_find", Found.class);
    private static final Procedure<Added> ACCOUNT_ADD_FIRST = Procedure.of("account_add_first", Added.class);

    private final Database main;

    public Accounts(Database main) {
        this.main = main;
    }

    private record Find(String name) {}

    private record Found(String passwordHash, String role) {}

    private record Add(String name, String passwordHash, String role) {}

    private record Added(String role) {}

    /**
     * The role of the account that these credentials are of.
     *
     * @param authorization what the Authorization header holds: {@code Basic} and base64 of name and password
     * @throws WizdException {@code UNAUTHORIZED} where they are of no account
     */
    public String roleOf(String authorization, long deadlineNanos) {
        String[] credentials = decode(authorization);
        String hash = Passwords.NOBODY;
        String role = "";
        try {
            Request find = new Request.Plain(Jsons.write(new Find(credentials[0])), Effect.READ, deadlineNanos);
            Found found = main.call(ACCOUNT_FIND, find).await();
            hash = found.passwordHash();
            role = found.role();
        } catch (WizdException e) {
            if (e.fault().code() != ErrorCode.UNAUTHORIZED) {
                throw e;
            }
        }
        if (!Passwords.matches(credentials[1], hash) || role.isEmpty()) {
            throw WizdException.of(ErrorCode.UNAUTHORIZED, "the name or the password is wrong");
        }
        return role;
    }

    /** Whether there is an account of that name. */
    public boolean exists(String name, long deadlineNanos) {
        try {
            main.call(ACCOUNT_FIND, new Request.Plain(Jsons.write(new Find(name)), Effect.READ, deadlineNanos))
                    .await();
            return true;
        } catch (WizdException e) {
            if (e.fault().code() == ErrorCode.UNAUTHORIZED) {
                return false;
            }
            throw e;
        }
    }

    /** Makes an account, unless there is one of that name. */
    public void addFirst(String name, String password, String role, long deadlineNanos) {
        String hash = Passwords.hash(password);
        main.call(
                        ACCOUNT_ADD_FIRST,
                        name,
                        new Request.Plain(
                                Jsons.write(new Add(name, hash, role)), Effect.IDEMPOTENT_WRITE, deadlineNanos))
                .await();
    }

    private static String[] decode(String authorization) {
        int space = authorization.indexOf(' ');
        if (space < 0 || !authorization.substring(0, space).equalsIgnoreCase("Basic")) {
            throw WizdException.of(ErrorCode.UNAUTHORIZED, "credentials of the kind Basic are needed");
        }
        try {
            String decoded = new String(
                    Base64.getDecoder()
                            .decode(authorization.substring(space + 1).strip()),
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
