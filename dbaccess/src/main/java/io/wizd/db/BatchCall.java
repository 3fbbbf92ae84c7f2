package io.wizd.db;

import com.fasterxml.jackson.databind.JsonNode;
import com.zaxxer.hikari.HikariDataSource;
import io.wizd.protocol.ErrorCode;
import io.wizd.protocol.Fault;
import io.wizd.protocol.Json;
import io.wizd.protocol.Jsons;
import io.wizd.protocol.WizdException;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
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
     * @return one row for each request, in order
     * @throws SQLException if it failed as a whole
     */
    List<Row> execute(Procedure<?> procedure, List<BatchedCall> batch) throws SQLException {
        try (Connection connection = connect()) {
            try (CallsInFlight.InFlight call = inFlight.begin(connection, batch);
                    PreparedStatement statement = connection.prepareStatement(procedure.statement())) {
                statement.setBytes(1, array(batch));
                List<Row> rows = read(procedure, statement, batch.size());
                call.answered();
                return rows;
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

    /** In UTF-8, as every body is: nobody has to decode or encode it on the way. */
    private static byte[] array(List<BatchedCall> batch) {
        int bytes = 1 + batch.size();
        for (BatchedCall call : batch) {
            bytes += call.request.body().length();
        }
        byte[] array = new byte[bytes];
        int at = 0;
        for (BatchedCall call : batch) {
            array[at] = (byte) (at == 0 ? '[' : ',');
            at = call.request.body().writeTo(array, at + 1);
        }
        array[at] = ']';
        return array;
    }

    private static List<Row> read(Procedure<?> procedure, PreparedStatement statement, int expected)
            throws SQLException {
        List<Row> rows = new ArrayList<>(expected);
        boolean hasRows = statement.execute();
        try (ResultSet result = statement.getResultSet()) {
            while (hasRows && result.next()) {
                rows.add(new Row(result.getInt(1), Json.of(result.getBytes(2))));
                int ordinal = result.getInt(3);
                if (ordinal != rows.size()) {
                    throw new SQLException(
                            procedure.name() + " returned the row of request " + ordinal + " as row " + rows.size());
                }
            }
        }
        if (rows.size() != expected) {
            throw new SQLException(procedure.name() + " returned another number of rows than it got requests ("
                    + rows.size() + " of " + expected + ")");
        }
        // A procedure that fails after its SELECT, at its COMMIT for instance, says so only behind the rows.
        if (statement.getMoreResults() || statement.getUpdateCount() == -1) {
            throw new SQLException(procedure.name() + " did not end behind its rows");
        }
        if (statement.getMoreResults() || statement.getUpdateCount() != -1) {
            throw new SQLException(procedure.name() + " returned more than its rows");
        }
        return rows;
    }

    /** What a procedure says to one request. */
    record Row(int status, Json reply) {
        void complete(BatchedCall call, Procedure<?> procedure) {
            if (status == 0) {
                call.future.complete(reply);
            } else {
                call.future.completeExceptionally(error(procedure));
            }
        }

        /** What is not a proper error is the procedure's fault, and concerns no other request of the batch. */
        private RuntimeException error(Procedure<?> procedure) {
            ErrorCode code = ErrorCode.byId(status).orElse(null);
            if (code == null) {
                return new IllegalStateException(
                        procedure.name() + " returned the status " + status + ", which is not the id of an ErrorCode");
            }
            try {
                JsonNode details = Jsons.MAPPER.readTree(reply.array(), reply.offset(), reply.length());
                return new WizdException(new Fault(
                        code,
                        details.path("Description").asText(code.description()),
                        details.path("Field").textValue(),
                        null));
            } catch (IOException e) {
                return new IllegalStateException(procedure.name() + " returned no JSON: " + reply, e);
            }
        }
    }
}
