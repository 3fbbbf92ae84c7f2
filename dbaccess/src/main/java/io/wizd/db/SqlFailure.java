package io.wizd.db;

import java.sql.SQLException;
import java.util.Set;
import java.util.regex.Pattern;

/** What an {@link SQLException} means for the batch that it hit. The numbers: sql-portability.md, rule 7. */
public enum SqlFailure {
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

    /** Disk full, table full, the tablespace cannot grow (MySQL). */
    private static final Set<Integer> DISK_FULL_ERRORS = Set.of(1021, 1114, 3675);

    /** The system's "no space left on device" or "quota exceeded" in the text of an error of another number. */
    private static final Pattern NO_SPACE = Pattern.compile("(?i)\\berr(?:or|no|code):? (?:28|122)\\b");

    /** No connection could be had. A type of its own, because the pool passes on the state of whatever failed before. */
    static final class NotConnectedException extends SQLException {
        private static final long serialVersionUID = 1L;

        NotConnectedException(SQLException cause) {
            super(cause.getMessage(), cause.getSQLState(), cause.getErrorCode(), cause);
        }
    }

    /** What it means, by its number and its state. */
    public static SqlFailure of(SQLException e) {
        String state = e.getSQLState() == null ? "" : e.getSQLState();
        if (e instanceof NotConnectedException) {
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

    /** Whether it, or what caused it, means that the database could not be reached, or not to the end. */
    static boolean isUnreachable(Exception e) {
        return e instanceof SQLException sql && of(sql) != STATEMENT
                || e.getCause() instanceof SQLException cause && of(cause) != STATEMENT;
    }

    /** Whether a {@link #STATEMENT} failed because the disk of the database has no room: others may go on. */
    static boolean isDiskFull(SQLException e) {
        String message = e.getMessage() == null ? "" : e.getMessage();
        return DISK_FULL_ERRORS.contains(e.getErrorCode())
                || e.getErrorCode() > 0 && NO_SPACE.matcher(message).find();
    }
}
