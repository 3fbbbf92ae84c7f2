package io.wizd.db;

import com.fasterxml.jackson.databind.JsonNode;
import io.wizd.protocol.ErrorCode;
import io.wizd.protocol.Fault;
import io.wizd.protocol.Json;
import io.wizd.protocol.Jsons;
import io.wizd.protocol.WizdException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** One CALL over JDBC: the bodies go out as one JSON array, the rows come back as replies. Any thread. */
final class BatchCall {
    private final DataSource dataSource;
    private final CallsInFlight inFlight;

    BatchCall(DataSource dataSource, CallsInFlight inFlight) {
        this.dataSource = dataSource;
        this.inFlight = inFlight;
    }

    /**
     * Executes the CALL; when it returns, it is committed and every row is there.
     *
     * @return one row for each request, in order
     * @throws SQLException where it failed as a whole
     */
    List<Row> execute(Procedure<?> procedure, List<PendingCall> batch) throws SQLException {
        List<Row> rows;
        try (Connection connection = connect();
                CallsInFlight.InFlight call = inFlight.begin(connection, batch);
                PreparedStatement statement = connection.prepareStatement(procedure.statement())) {
            statement.setString(1, array(batch));
            rows = read(statement, batch.size());
            call.answered();
        }
        if (rows.size() != batch.size()) {
            throw new SQLException(
                    procedure.name() + " returned " + rows.size() + " rows for " + batch.size() + " requests");
        }
        return rows;
    }

    private Connection connect() throws SqlFailure.NotConnectedException {
        try {
            return dataSource.getConnection();
        } catch (SQLException e) {
            throw new SqlFailure.NotConnectedException(e);
        }
    }

    private static String array(List<PendingCall> batch) {
        int bytes = 1 + batch.size();
        for (PendingCall call : batch) {
            bytes += call.request.body().length();
        }
        byte[] array = new byte[bytes];
        int at = 0;
        for (PendingCall call : batch) {
            array[at] = (byte) (at == 0 ? '[' : ',');
            at++;
            Json body = call.request.body();
            System.arraycopy(body.array(), body.offset(), array, at, body.length());
            at += body.length();
        }
        array[at] = ']';
        return new String(array, StandardCharsets.UTF_8);
    }

    private static List<Row> read(PreparedStatement statement, int expected) throws SQLException {
        List<Row> rows = new ArrayList<>(expected);
        statement.execute();
        try (ResultSet result = statement.getResultSet()) {
            while (result != null && result.next()) {
                rows.add(new Row(result.getInt(1), Json.of(result.getBytes(2))));
            }
        }
        // A procedure that fails after its SELECT says so only behind the rows.
        boolean more = true;
        while (more) {
            more = statement.getMoreResults() || statement.getUpdateCount() != -1;
        }
        return rows;
    }

    /** What a procedure says to one request. */
    record Row(int status, Json reply) {
        void complete(PendingCall call, Procedure<?> procedure) {
            if (status == 0) {
                call.future.complete(reply);
            } else {
                call.future.completeExceptionally(new WizdException(fault(procedure)));
            }
        }

        private Fault fault(Procedure<?> procedure) {
            ErrorCode code = ErrorCode.byId(status)
                    .orElseThrow(() -> new IllegalStateException(
                            procedure.name() + " returned the status " + status + ", which is no id of an ErrorCode"));
            try {
                JsonNode details = Jsons.MAPPER.readTree(reply.array(), reply.offset(), reply.length());
                return new Fault(
                        code,
                        details.path("Description").asText(code.description()),
                        details.path("Field").textValue(),
                        null);
            } catch (IOException e) {
                throw new IllegalStateException(procedure.name() + " returned no JSON: " + reply, e);
            }
        }
    }
}
