package io.wizd.db;

import java.sql.SQLException;

/** An account cannot use its database, or not now; the message is one line for whoever runs wizd. */
public final class AccountException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    AccountException(JdbcAddress account, SQLException cause) {
        super(
                "account " + account.user() + " cannot use the database " + account.database() + ": "
                        + SqlReason.of(cause, account).text(),
                cause);
    }
}
