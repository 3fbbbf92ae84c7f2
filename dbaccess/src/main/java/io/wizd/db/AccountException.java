package io.wizd.db;

import java.sql.SQLException;

/** An account cannot use its database, or not now; the message is one line for whoever runs wizd. */
public final class AccountException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String reason;

    AccountException(JdbcAddress account, SQLException cause) {
        this(account, SqlReason.of(cause, account).text(), cause);
    }

    private AccountException(JdbcAddress account, String reason, SQLException cause) {
        super("account " + account.user() + " cannot use the database " + account.database() + ": " + reason, cause);
        this.reason = reason;
    }

    /** Whether waiting may help: the database is away, and refused no account. */
    public boolean mayPass() {
        return SqlFailure.isUnreachable(this) && SqlReason.kindOf(this) != SqlReason.Kind.ACCESS_DENIED;
    }

    /** Why, with host and port, and without the account. */
    public String reason() {
        return reason;
    }
}
