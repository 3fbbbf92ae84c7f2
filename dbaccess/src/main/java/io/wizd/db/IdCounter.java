package io.wizd.db;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.OptionalLong;

/**
 * How far main has given out the ids of one kind, for a check of what is stored.
 *
 * @param next the first id that was given to nobody; empty where the counter is lost
 * @param highest the highest id that main itself has stored; 0 if none
 */
public record IdCounter(OptionalLong next, long highest) {

    /** Whose ids {@link IdBlocks} gives. */
    public enum Kind {
        /** Members; main keeps those of creates with a requestId. */
        MEMBER("member", "SELECT COALESCE(MAX(id), 0) FROM request_id WHERE type = 'member-create'"),
        /** Files of members; main keeps them all. */
        JOB("job", "SELECT COALESCE(MAX(id), 0) FROM member_job");

        private final String counter;
        private final String highest;

        Kind(String counter, String highest) {
            this.counter = counter;
            this.highest = highest;
        }

        /** The name of the counter. */
        public String counter() {
            return counter;
        }
    }

    /**
     * Asks main. Every id that was read anywhere before is below {@code next}, unless somebody else gave it.
     *
     * @param account may read the rows of main
     * @throws AccountException if it cannot be asked
     */
    public static IdCounter of(Kind kind, JdbcAddress account) {
        try (Connection connection = DatabaseProbe.patient(account).connect()) {
            // In this order: ids are given all the time.
            long highest = highest(kind, connection);
            return new IdCounter(next(kind, connection), highest);
        } catch (SQLException e) {
            throw new AccountException(account, e);
        }
    }

    private static long highest(Kind kind, Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(kind.highest);
                ResultSet row = statement.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    private static OptionalLong next(Kind kind, Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT next_id FROM id_block WHERE name = ?")) {
            statement.setString(1, kind.counter);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? OptionalLong.of(row.getLong(1)) : OptionalLong.empty();
            }
        }
    }
}
