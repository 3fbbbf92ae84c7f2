package io.wizd.db;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
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
        try (Connection connection = DatabaseProbe.patient(account).connect();
                Statement statement = connection.createStatement()) {
            // In this order: ids are given all the time.
            OptionalLong highest = number(statement, kind.highest);
            OptionalLong next = number(statement, "SELECT next_id FROM id_block WHERE name = '" + kind.counter + "'");
            return new IdCounter(next, highest.orElse(0));
        } catch (SQLException e) {
            throw new AccountException(account, e);
        }
    }

    private static OptionalLong number(Statement statement, String sql) throws SQLException {
        try (ResultSet row = statement.executeQuery(sql)) {
            return row.next() ? OptionalLong.of(row.getLong(1)) : OptionalLong.empty();
        }
    }
}
