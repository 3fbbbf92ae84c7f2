package io.wizd.db;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.wizd.db.testing.Door;
import io.wizd.db.testing.Eventually;
import io.wizd.db.testing.Sql;
import io.wizd.db.testing.TestDatabase;
import io.wizd.db.testing.TestServer;
import io.wizd.protocol.Effect;
import io.wizd.protocol.Json;
import io.wizd.protocol.Reply;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;

/**
 * A database behind a door, and procedures that show what became of their calls: {@code echo}; {@code behind_gate}, which
 * waits for the gate and then keeps its number; {@code whoami}, whose number is that of its connection.
 */
final class CallBed implements AutoCloseable {
    static final Procedure<Echo> ECHO = Procedure.of("echo", Echo.class);
    static final Procedure<Echo> BEHIND_GATE = Procedure.of("behind_gate", Echo.class);
    static final Procedure<Echo> WALK_BEHIND_GATE = Procedure.range("behind_gate", Echo.class);
    static final Procedure<Echo> WHOAMI = Procedure.single("whoami", Echo.class);

    final Door door;
    final Database database;
    private final TestServer server;
    private final TestDatabase testDatabase;
    private final Connection gate;

    record Echo(int n) {}

    CallBed(TestServer server, int connections) throws SQLException {
        this.server = server;
        this.testDatabase = server.freshDatabase(Schema.PARTITION);
        this.gate = testDatabase.owner().connect();
        execute("CREATE TABLE kept (n INT NOT NULL)");
        String rows =
                "FROM JSON_TABLE(p_requests, '$[*]' COLUMNS (o FOR ORDINALITY, n INT PATH '$.n')) AS r ORDER BY r.o";
        String reply = "SELECT 0 AS status, JSON_OBJECT('n', r.n) AS reply, r.o " + rows + ";";
        procedure("echo", reply);
        procedure(
                "behind_gate",
                "DO GET_LOCK('" + testDatabase.name() + "', 60); DO RELEASE_LOCK('" + testDatabase.name()
                        + "'); INSERT INTO kept (n) SELECT r.n " + rows + "; " + reply);
        procedure("whoami", "SELECT 0 AS status, CONCAT('{\"n\":', CONNECTION_ID(), '}') AS reply, 1 AS n;");
        this.door = new Door(testDatabase.app());
        this.database =
                new Database("node", door.through(testDatabase.app()), connections, 100, new SimpleMeterRegistry());
    }

    private void procedure(String name, String body) throws SQLException {
        execute("CREATE PROCEDURE " + name + "(IN p_requests LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin) BEGIN "
                + body + " END");
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = gate.createStatement()) {
            statement.execute(sql);
        }
    }

    static Request request(int n, Effect effect, Duration within) {
        return new Request(Json.of("{\"n\":" + n + "}"), effect, System.nanoTime() + within.toNanos());
    }

    /** A call that may be sent again, and has all the time that it wants. */
    Reply.Pending<Echo> call(Procedure<Echo> procedure, int n) {
        return database.call(procedure, request(n, Effect.IDEMPOTENT_WRITE, Duration.ofMinutes(1)));
    }

    void shutGate() throws SQLException {
        execute("DO GET_LOCK('" + testDatabase.name() + "', 20)");
    }

    void openGate() throws SQLException {
        execute("DO RELEASE_LOCK('" + testDatabase.name() + "')");
    }

    void awaitAtGate(int calls) {
        Eventually.await(
                calls + " calls are at the gate",
                () -> connections("AND state = 'User lock'").size() == calls);
    }

    /** The numbers of the open connections to this database. */
    List<String> connections(String which) throws SQLException {
        return Sql.column(
                server.admin(),
                "SELECT id FROM information_schema.processlist WHERE db = '" + testDatabase.name() + "' " + which);
    }

    List<String> kept() throws SQLException {
        return Sql.column(testDatabase.owner(), "SELECT n FROM kept");
    }

    @Override
    public void close() {
        try (testDatabase;
                gate;
                door) {
            door.open();
            database.close();
        } catch (SQLException e) {
            throw new IllegalStateException("the gate could not be closed", e);
        }
    }
}
