package io.wizd.db.load;

import io.wizd.db.JdbcAddress;
import io.wizd.db.SqlReason;
import java.sql.SQLException;
import java.util.Set;

/** What an error of the database means for a load. */
final class SqlFaults {

    private static final int LOCK_WAIT_TIMEOUT = 1205;
    private static final int DEADLOCK = 1213;

    /** Errors about one row that carry the all-purpose SQL state HY000: no default, wrong value, CHECK of a view, CHECK. */
    private static final Set<Integer> ROW_ERRORS = Set.of(1364, 1366, 1369, 1411, 1525, 3819, 3903);

    /** Server shutting down, statement killed, connection killed: told while the connection is still open. */
    private static final Set<Integer> ABOUT_TO_BE_LOST = Set.of(1053, 1317, 1927);

    private SqlFaults() {}

    /** The same transaction may well succeed when run again. */
    static boolean isTransient(SQLException e) {
        return e.getErrorCode() == DEADLOCK || e.getErrorCode() == LOCK_WAIT_TIMEOUT || state(e).equals("40001");
    }

    /** The connection is gone, and with it the knowledge whether a commit under way went through. */
    static boolean isConnectionLost(SQLException e) {
        return state(e).startsWith("08") || ABOUT_TO_BE_LOST.contains(e.getErrorCode());
    }

    /** A row is to blame: 22 data, 23 constraint, 45 a trigger's SIGNAL. */
    static boolean isRowFault(SQLException e) {
        String state = state(e);
        return state.startsWith("22")
                || state.startsWith("23")
                || state.startsWith("45")
                || ROW_ERRORS.contains(e.getErrorCode());
    }

    /** The error that ends a load where no row is to blame. */
    static LoadException fatal(SQLException e) {
        return fatal(e, isConnectionLost(e) ? message(e) : "the database refused: " + message(e));
    }

    /** The same where no connection could be had. */
    static LoadException notConnected(SQLException e, JdbcAddress address) {
        return fatal(e, Shown.message(SqlReason.of(e, address).text()));
    }

    private static LoadException fatal(SQLException e, String message) {
        ExitStatus status = switch (state(e)) {
            case "42000" -> ExitStatus.NO_PERMISSION;
            case "28000" -> ExitStatus.NO_PERMISSION;
            default -> isConnectionLost(e) ? ExitStatus.UNAVAILABLE : ExitStatus.SOFTWARE;
        };
        return new LoadException(status, message, e);
    }

    /** The words of the database, or what became of the connection. */
    static String message(SQLException e) {
        return Shown.message(SqlReason.words(e));
    }

    private static String state(SQLException e) {
        return e.getSQLState() == null ? "" : e.getSQLState();
    }
}
