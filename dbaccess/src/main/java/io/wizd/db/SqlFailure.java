package io.wizd.db;

import java.io.IOException;
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
    /**
     * The driver failed over the answer, or the answer was not one row for each request: whether it was committed, nobody
     * knows, and some of the answer may still come over the connection.
     */
    BROKEN_ANSWER,
    /** The database refused the statement. */
    STATEMENT;

    /** Deadlock, lock wait timeout. */
    private static final Set<Integer> TRANSIENT_ERRORS = Set.of(1213, 1205);

    /** Server shutdown, Galera node not ready, commit failed in the cluster, server gone, lost connection. */
    private static final Set<Integer> LOST_ERRORS = Set.of(1053, 1047, 1180, 1927, 2006, 2013);

    /** Disk full, table full, the tablespace cannot grow (MySQL). */
    private static final Set<Integer> DISK_FULL_ERRORS = Set.of(1021, 1114, 3675);

    /** The system's "no space left on device" or "quota exceeded" in the text of an error of another number. */
    private static final Pattern NO_SPACE = Pattern.compile("(?i)\\berr(?:or|no|code):? (?:28|122)\\b");

    /**
     * No connection could be had. A type of its own, because the pool passes on the state of whatever failed before; its
     * message is the reason, which the pool keeps to itself.
     */
    static final class NotConnectedException extends SQLException {
        private static final long serialVersionUID = 1L;

        NotConnectedException(SQLException cause, String server) {
            super(SqlReason.of(cause, server).text(), cause.getSQLState(), cause.getErrorCode(), cause);
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
        if (state.startsWith("08") || LOST_ERRORS.contains(e.getErrorCode()) || isOfTheNetwork(e)) {
            return CONNECTION_LOST;
        }
        // Every error that a server says has a number; what has none was made up on this side.
        return e.getErrorCode() == 0 ? BROKEN_ANSWER : STATEMENT;
    }

    /** If the connection breaks between two rows, the driver gives no state. */
    private static boolean isOfTheNetwork(SQLException e) {
        Throwable cause = e.getCause();
        while (cause != null && !(cause instanceof IOException)) {
            cause = cause.getCause();
        }
        return cause != null;
    }

    /** Whether the next statement over the same connection gets its own answer: the database answered to the end. */
    public boolean leavesConnectionUsable() {
        return this == TRANSIENT || this == STATEMENT;
    }

    /** Whether the same again may do, sooner or later. */
    public boolean mayPass() {
        return this != STATEMENT && this != BROKEN_ANSWER;
    }

    /** Whether it, or what caused it, means that the database could not be reached, or not to the end. */
    static boolean isUnreachable(Exception e) {
        return e instanceof SQLException sql && of(sql).mayPass()
                || e.getCause() instanceof SQLException cause && of(cause).mayPass();
    }

    /** Whether a {@link #STATEMENT} failed because the disk of the database has no room: others may go on. */
    static boolean isDiskFull(SQLException e) {
        String message = e.getMessage() == null ? "" : e.getMessage();
        return DISK_FULL_ERRORS.contains(e.getErrorCode())
                || e.getErrorCode() > 0 && NO_SPACE.matcher(message).find();
    }
}
