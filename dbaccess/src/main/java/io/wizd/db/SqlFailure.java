package io.wizd.db;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Set;

/** What an {@link SQLException} means for the batch that it hit. The numbers: sql-portability.md, rule 7. */
enum SqlFailure {
    /** Rolled back by the database in favour of another transaction: the same again will do. */
    TRANSIENT,
    /** No connection could be had, so nothing was sent. */
    UNREACHABLE,
    /** The connection broke on the way: whether it was committed, nobody knows. */
    CONNECTION_LOST,
    /** The statement itself failed. */
    STATEMENT;

    /** Deadlock, lock wait timeout. */
    private static final Set<Integer> TRANSIENT_ERRORS = Set.of(1213, 1205);

    /** Server shutdown, Galera node not ready, commit failed in the cluster, server gone, lost connection. */
    private static final Set<Integer> LOST_ERRORS = Set.of(1053, 1047, 1180, 1927, 2006, 2013);

    static SqlFailure of(SQLException e) {
        String state = e.getSQLState() == null ? "" : e.getSQLState();
        if (e instanceof SQLTransientConnectionException && e.getErrorCode() == 0 && !state.startsWith("08S")) {
            return UNREACHABLE;
        }
        if (TRANSIENT_ERRORS.contains(e.getErrorCode()) || "40001".equals(state)) {
            return TRANSIENT;
        }
        if (state.startsWith("08") || LOST_ERRORS.contains(e.getErrorCode())) {
            return CONNECTION_LOST;
        }
        return STATEMENT;
    }
}
