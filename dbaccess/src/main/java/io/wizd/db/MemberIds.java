package io.wizd.db;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * The members of one partition in the order of their ids, for a check of what is stored: read in pages of {@value #PAGE}, over a
 * connection of its own, so that however many there are, they take little memory and hold nothing in the database. A member that is
 * added meanwhile may be among them or not. Begins before the first; one thread, which waits for the database.
 */
public final class MemberIds implements AutoCloseable {
    private static final int PAGE = 10_000;

    /** Not in {@code sql/}: it must find what is wrong where procedures of this version are not installed. */
    private static final String NEXT_PAGE = "SELECT id, account_id FROM member WHERE id > ? ORDER BY id LIMIT " + PAGE;

    private final JdbcAddress account;
    private final Connection connection;
    private final long[] ids = new long[PAGE];
    private final long[] accounts = new long[PAGE];

    /** Members of the page; fewer than {@link #PAGE} in the last one. */
    private int count = PAGE;

    private int at = PAGE - 1;

    private MemberIds(JdbcAddress account, Connection connection) {
        this.account = account;
        this.connection = connection;
        ids[at] = Long.MIN_VALUE;
    }

    /**
     * Those of a partition.
     *
     * @param account may read its rows
     * @throws AccountException if it cannot be asked
     */
    public static MemberIds of(JdbcAddress account) {
        try {
            return new MemberIds(account, DatabaseProbe.patient(account).connect());
        } catch (SQLException e) {
            throw new AccountException(account, e);
        }
    }

    /**
     * Goes to the next member; false if there is none any more, and then it is not asked again.
     *
     * @throws AccountException if the database does not say
     */
    public boolean next() {
        at++;
        if (at == PAGE) {
            readPage();
            at = 0;
        }
        return at < count;
    }

    private void readPage() {
        try (PreparedStatement page = connection.prepareStatement(NEXT_PAGE)) {
            page.setLong(1, ids[PAGE - 1]);
            try (ResultSet rows = page.executeQuery()) {
                for (count = 0; rows.next(); count++) {
                    ids[count] = rows.getLong(1);
                    accounts[count] = rows.getLong(2);
                }
            }
        } catch (SQLException e) {
            throw new AccountException(account, e);
        }
    }

    /** Of the member that it is at. */
    public long id() {
        return ids[at];
    }

    /** Of the member that it is at. */
    public long accountId() {
        return accounts[at];
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new AccountException(account, e);
        }
    }
}
