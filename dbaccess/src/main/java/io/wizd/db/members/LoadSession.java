package io.wizd.db.members;

import com.mysql.cj.conf.PropertyKey;
import com.mysql.cj.conf.RuntimeProperty;
import com.mysql.cj.jdbc.JdbcConnection;
import com.mysql.cj.jdbc.JdbcStatement;
import io.wizd.db.JdbcAddress;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;

/** One connection of a load, and what LOAD DATA needs around it. One thread at a time. */
final class LoadSession implements AutoCloseable {
    /** Longer than the database lets a row lock wait, 50 s. */
    private static final String SOCKET_TIMEOUT_MS = "120000";

    /** The server does not take LOAD DATA LOCAL: MySQL's number, and those of MariaDB. */
    private static final Set<Integer> LOCAL_INFILE_OFF = Set.of(3948, 1148, 4166);

    /**
     * Strict, so that nothing is cut in silence where IGNORE does not rule; backslashes escape. READ COMMITTED: each
     * statement sees what others have committed, and there are no locks on gaps, in which two jobs would block each other.
     */
    private static final String SETTINGS = "SET SESSION sql_mode = 'STRICT_ALL_TABLES', SESSION time_zone = '+00:00'";

    private final Connection connection;

    /** True only while there is a stream to be read: a server could otherwise ask for any file of this machine. */
    private final RuntimeProperty<Boolean> mayAskForRows;

    LoadSession(JdbcAddress address) throws SQLException {
        this.connection = address.withOption("connectTimeout", "2000")
                .withOption("socketTimeout", SOCKET_TIMEOUT_MS)
                .withOption("characterEncoding", "UTF-8")
                .withOption("allowLoadLocalInfile", "true")
                .withOption("useAffectedRows", "true")
                .connect();
        try {
            this.mayAskForRows = connection
                    .unwrap(JdbcConnection.class)
                    .getPropertySet()
                    .getBooleanProperty(PropertyKey.allowLoadLocalInfile);
            mayAskForRows.setValue(false);
            connection.setAutoCommit(false);
            connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
            try (Statement statement = connection.createStatement()) {
                statement.execute(SETTINGS);
            }
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    /**
     * Loads rows.
     *
     * @param sent how many the stream has
     * @return how many went in; the others have a key that was there
     * @throws MemberLoadException if the database did anything else than take or leave rows as they are
     */
    int load(String sql, InputStream rows, int sent) throws SQLException, MemberLoadException {
        try (Statement statement = connection.createStatement()) {
            statement.unwrap(JdbcStatement.class).setLocalInfileInputStream(rows);
            mayAskForRows.setValue(true);
            int loaded = statement.executeUpdate(sql);
            // Each row left is one warning; any more are values that were changed.
            int warnings = warnings();
            if (loaded > sent || warnings != sent - loaded) {
                throw new MemberLoadException("the database took " + loaded + " of " + sent + " rows, with " + warnings
                        + " warnings: it changed values that were checked before");
            }
            return loaded;
        } catch (SQLException e) {
            if (LOCAL_INFILE_OFF.contains(e.getErrorCode())) {
                throw new MemberLoadException(
                        "the database does not take LOAD DATA LOCAL INFILE: set local_infile = ON on its server", e);
            }
            throw e;
        } finally {
            mayAskForRows.setValue(false);
        }
    }

    private int warnings() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet count = statement.executeQuery("SELECT @@warning_count")) {
            count.next();
            return count.getInt(1);
        }
    }

    PreparedStatement prepare(String sql) throws SQLException {
        return connection.prepareStatement(sql);
    }

    /** A statement with one number for its parameter. */
    int update(String sql, long number) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, number);
            return statement.executeUpdate();
        }
    }

    void commit() throws SQLException {
        connection.commit();
    }

    void rollback() throws SQLException {
        connection.rollback();
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            // It is gone already: what was not committed is rolled back all the same.
        }
    }
}
