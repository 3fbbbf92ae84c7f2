package io.wizd.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.wizd.db.testing.Eventually;
import io.wizd.db.testing.TestDatabase;
import io.wizd.db.testing.TestServer;
import io.wizd.protocol.Effect;
import io.wizd.protocol.ErrorCode;
import io.wizd.protocol.Json;
import io.wizd.protocol.Reply;
import io.wizd.protocol.WizdException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * One node with one connection, procedures made for tests, and a gate at which {@code gated} and {@code log_n} wait, so that what
 * gathers behind a CALL in flight is known.
 */
abstract class CallFixture {
    static final Procedure<Echo> ECHO = Procedure.of("echo", Echo.class);
    static final Procedure<Echo> GATED = Procedure.of("gated", Echo.class);
    static final Procedure<Echo> PICKY = Procedure.of("picky", Echo.class);
    static final Procedure<Echo> LOG = Procedure.of("log_n", Echo.class);
    static final Procedure<Echo> UNLUCKY = Procedure.of("unlucky", Echo.class);

    /** What a queue takes. */
    static final int MANY = 256;

    private static final String REPLY =
            "SELECT 0 AS status, JSON_OBJECT('n', r.n) AS reply, r.o FROM JSON_TABLE(p_requests, '$[*]' COLUMNS ("
                    + "o FOR ORDINALITY, n INT PATH '$.n')) AS r ORDER BY r.o;";

    record Echo(int n) {}

    private final TestServer server;
    final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private TestDatabase testDatabase;
    Database database;
    private Connection gate;
    private String gateName;

    CallFixture(TestServer server) {
        this.server = server;
    }

    @BeforeEach
    void open() throws SQLException {
        testDatabase = server.emptyDatabase();
        gateName = testDatabase.name();
        gate = testDatabase.owner().connect();
        procedure("echo", REPLY);
        procedure("gated", "DO GET_LOCK('" + gateName + "', 20); DO RELEASE_LOCK('" + gateName + "'); " + REPLY);
        procedure(
                "picky",
                "IF EXISTS (SELECT 1 FROM JSON_TABLE(p_requests, '$[*]' COLUMNS (n INT PATH '$.n')) AS r WHERE MOD(r.n, 25) ="
                        + " 13) THEN SIGNAL SQLSTATE '45000'; END IF; " + REPLY);
        execute("CREATE TABLE log_entry (id INT AUTO_INCREMENT PRIMARY KEY, n INT NOT NULL)");
        procedure(
                "log_n",
                "INSERT INTO log_entry (n) SELECT r.n FROM JSON_TABLE(p_requests, '$[*]' COLUMNS (o FOR ORDINALITY,"
                        + " n INT PATH '$.n')) AS r ORDER BY r.o; DO GET_LOCK('" + gateName
                        + "', 20); DO RELEASE_LOCK('"
                        + gateName + "'); " + REPLY);
        procedure(
                "unlucky",
                "INSERT INTO log_entry (n) VALUES (1); IF (SELECT COUNT(*) FROM log_entry) < 3 THEN SIGNAL SQLSTATE"
                        + " '40001'; END IF; " + REPLY);
        database = new Database("node", testDatabase.app(), 1, MANY, registry);
    }

    @AfterEach
    void close() throws SQLException {
        gate.close();
        database.close();
        testDatabase.close();
    }

    Reply.Pending<Echo> call(Procedure<Echo> procedure, int n) {
        return database.call(procedure, request(n, Effect.IDEMPOTENT_WRITE));
    }

    static Request request(int n, Effect effect) {
        return new Request(Json.of("{\"n\":" + n + "}"), effect, System.nanoTime() + TimeUnit.SECONDS.toNanos(30));
    }

    static void assertFails(Reply.Pending<Echo> reply, ErrorCode code) {
        assertThatThrownBy(reply::await)
                .isInstanceOfSatisfying(
                        WizdException.class, e -> assertThat(e.fault().code()).isEqualTo(code));
    }

    DistributionSummary batches(String procedure) {
        return registry.get("wizd.db.batch.rows").tag("procedure", procedure).summary();
    }

    long failures(String procedure) {
        return (long) registry.get("wizd.db.failures")
                .tag("procedure", procedure)
                .counter()
                .count();
    }

    void shutGate() throws SQLException {
        execute("DO GET_LOCK('" + gateName + "', 20)");
    }

    void openGate() throws SQLException {
        execute("DO RELEASE_LOCK('" + gateName + "')");
    }

    void awaitOneInFlight() {
        Eventually.await("one call is in flight", () -> callsInFlight().size() == 1);
    }

    List<Integer> callsInFlight() throws SQLException {
        try (Connection admin = server.admin().connect()) {
            return integers(
                    admin,
                    "SELECT id FROM information_schema.processlist WHERE db = '" + testDatabase.name()
                            + "' AND state = 'User lock'");
        }
    }

    void killCallInFlight() throws SQLException {
        int id = callsInFlight().getFirst();
        try (Connection admin = server.admin().connect();
                Statement statement = admin.createStatement()) {
            statement.execute("KILL " + id);
        }
        Eventually.await("the killed call is gone", () -> !callsInFlight().contains(id));
    }

    void procedure(String name, String body) throws SQLException {
        execute("CREATE PROCEDURE " + name + "(IN p_requests LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin) BEGIN "
                + body + " END");
    }

    void execute(String sql) throws SQLException {
        try (Statement statement = gate.createStatement()) {
            statement.execute(sql);
        }
    }

    List<Integer> integers(String query) throws SQLException {
        return integers(gate, query);
    }

    static List<Integer> integers(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            List<Integer> found = new ArrayList<>();
            while (rows.next()) {
                found.add(rows.getInt(1));
            }
            return found;
        }
    }
}
