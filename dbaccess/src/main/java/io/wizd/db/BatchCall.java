package io.wizd.db;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/**
 * One CALL over JDBC: the bodies go out as one JSON array, the rows come back as replies. A connection goes back to the
 * pool only if the CALL has ended well or the database itself said what is wrong; after anything else some of the
 * answer may still be on its way, and whoever came next would get it, so that connection is closed for good. Any thread.
 */
final class BatchCall {
    private final HikariDataSource pool;
    private final String server;
    private final CallsInFlight inFlight;

    /** @param server for messages, as in {@link JdbcAddress#server()} */
    BatchCall(HikariDataSource pool, String server, CallsInFlight inFlight) {
        this.pool = pool;
        this.server = server;
        this.inFlight = inFlight;
    }

    /**
     * Executes the CALL; when it returns, it is committed and every row is there.
     *
     * @return an answer for each request, in order
     * @throws SQLException if it failed as a whole
     */
    List<Answer> execute(Procedure<?> procedure, List<BatchedCall> batch) throws SQLException {
        try (Connection connection = connect()) {
            try (CallsInFlight.InFlight call = inFlight.begin(connection, batch);
                    PreparedStatement statement = connection.prepareStatement(procedure.statement())) {
                RequestArray requests = new RequestArray(
                        batch.stream().map(each -> each.request.body()).toList());
                statement.setBytes(1, requests.bytes());
                List<Answer> answers = read(procedure, statement, requests);
                call.answered();
                return answers;
            } catch (SQLException e) {
                if (!SqlFailure.of(e).leavesConnectionUsable()) {
                    discard(connection, e);
                }
                throw e;
            } catch (RuntimeException e) {
                discard(connection, e);
                throw new SQLException("the driver failed: " + e, e);
            } catch (Error e) {
                discard(connection, e);
                throw e;
            }
        }
    }

    private Connection connect() throws SqlFailure.NotConnectedException {
        try {
            return pool.getConnection();
        } catch (SQLException e) {
            throw new SqlFailure.NotConnectedException(e, server);
        }
    }

    /** Aborted first, because an orderly close would talk to the database over what is left of the answer. */
    private void discard(Connection connection, Throwable cause) {
        try {
            connection.abort(Runnable::run);
        } catch (SQLException | RuntimeException e) {
            cause.addSuppressed(e);
        }
        pool.evictConnection(connection);
    }

    private static List<Answer> read(Procedure<?> procedure, PreparedStatement statement, RequestArray requests)
            throws SQLException {
        if (!statement.execute()) {
            throw new SQLException(procedure.name() + " returned no rows");
        }
        List<Answer> answers;
        try (ResultSet rows = statement.getResultSet()) {
            answers = procedure.answers().read(rows, requests);
        }
        // A procedure that fails after its SELECT, at its COMMIT for instance, says so only behind the rows.
        if (statement.getMoreResults() || statement.getUpdateCount() == -1) {
            throw new SQLException(procedure.name() + " did not end behind its rows");
        }
        if (statement.getMoreResults() || statement.getUpdateCount() != -1) {
            throw new SQLException(procedure.name() + " returned more than its rows");
        }
        return answers;
    }
}
