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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What the DAO promises, on real servers, with procedures made for it. */
@ParameterizedClass
@MethodSource("io.wizd.db.testing.TestServers#all")
class CallBatcherTest {
    private static final Procedure<Echo> ECHO = Procedure.of("echo", Echo.class);
    private static final Procedure<Echo> GATED = Procedure.of("gated", Echo.class);
    private static final Procedure<Echo> PICKY = Procedure.of("picky", Echo.class);
    private static final Procedure<Echo> LOG = Procedure.of("log_n", Echo.class);
    private static final Procedure<Echo> UNLUCKY = Procedure.of("unlucky", Echo.class);

    /** What a queue takes. */
    private static final int MANY = 256;

    private static final String REPLY =
            "SELECT 0 AS status, JSON_OBJECT('n', r.n) AS reply, r.o FROM JSON_TABLE(p_requests, '$[*]' COLUMNS ("
                    + "o FOR ORDINALITY, n INT PATH '$.n')) AS r ORDER BY r.o;";

    private record Echo(int n) {}

    private final TestServer server;
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private TestDatabase testDatabase;
    private Database database;
    private Connection gate;
    private String gateName;

    CallBatcherTest(TestServer server) {
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

    @Test
    void aCallOnAnIdleNodeGoesOutAloneAndAtOnce() {
        assertThat(call(ECHO, 7).await()).isEqualTo(new Echo(7));

        assertThat(batches("echo").count()).isEqualTo(1);
    }

    @Test
    void whatGathersWhileACallIsInFlightIsTheNextBatch() throws SQLException {
        shutGate();
        Reply.Pending<Echo> first = call(GATED, 0);
        awaitOneInFlight();
        List<Reply.Pending<Echo>> gathered =
                IntStream.range(1, 51).mapToObj(n -> call(ECHO, n)).toList();
        openGate();

        assertThat(first.await().n()).isZero();
        for (int n = 1; n <= 50; n++) {
            assertThat(gathered.get(n - 1).await().n()).isEqualTo(n);
        }
        assertThat(batches("echo").count()).isEqualTo(1);
        assertThat(batches("echo").totalAmount()).isEqualTo(50);
    }

    @Test
    void requestsOfOneKeyAreNeverInOneBatchAndKeepTheirOrder() throws SQLException {
        List<Reply.Pending<Echo>> replies = IntStream.range(0, 60)
                .mapToObj(n -> database.call(LOG, n % 3, request(n, Effect.IDEMPOTENT_WRITE)))
                .toList();
        replies.forEach(Reply.Pending::await);

        assertThat(batches("log_n").max()).isLessThanOrEqualTo(3);
        List<Integer> logged = integers("SELECT n FROM log_entry ORDER BY id");
        for (int key = 0; key < 3; key++) {
            int ofKey = key;
            assertThat(logged.stream().filter(n -> n % 3 == ofKey)).isSorted().hasSize(20);
        }
    }

    @Test
    void aFullQueueRefusesAtOnceAndSaysWhenToTryAgain() throws SQLException {
        shutGate();
        Reply.Pending<Echo> first = call(GATED, 0);
        awaitOneInFlight();
        IntStream.range(0, MANY).forEach(n -> call(ECHO, n));

        assertThatThrownBy(() -> call(ECHO, MANY)).isInstanceOfSatisfying(WizdException.class, e -> {
            assertThat(e.fault().code()).isEqualTo(ErrorCode.OVERLOADED);
            assertThat(e.fault().retryAfterMs()).isPositive();
        });
        assertThat(database.waiting("echo")).isEqualTo(MANY);
        openGate();
        first.await();
        Eventually.await("the queue is empty", () -> database.waiting("echo") == 0);
        assertThat(call(ECHO, 7).await().n()).isEqualTo(7);
    }

    @Test
    void oneBadRequestDoesNotFailItsNeighbours() throws SQLException {
        shutGate();
        call(GATED, 0);
        awaitOneInFlight();
        List<Reply.Pending<Echo>> replies =
                IntStream.range(10, 20).mapToObj(n -> call(PICKY, n)).toList();
        openGate();

        for (int n = 10; n < 20; n++) {
            Reply.Pending<Echo> reply = replies.get(n - 10);
            if (n == 13) {
                assertFails(reply, ErrorCode.INTERNAL);
            } else {
                assertThat(reply.await().n()).isEqualTo(n);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 17", "10, 161"})
    void aFewBadRequestsOfManyCostAFewCallsEach(int bad, int mostCalls) throws SQLException {
        shutGate();
        call(GATED, 0);
        awaitOneInFlight();
        List<Integer> numbers = IntStream.range(0, MANY)
                .mapToObj(n -> isBad(n) && n / 25 >= bad ? n + 1 : n)
                .toList();
        List<Reply.Pending<Echo>> replies =
                numbers.stream().map(n -> call(PICKY, n)).toList();
        openGate();

        for (int i = 0; i < MANY; i++) {
            if (isBad(numbers.get(i))) {
                assertFails(replies.get(i), ErrorCode.INTERNAL);
            } else {
                assertThat(replies.get(i).await().n()).isEqualTo(numbers.get(i));
            }
        }
        // One of the whole, and two for each batch that was halved: at most log2(256) for each bad request.
        assertThat(batches("picky").count() + failures("picky")).isLessThanOrEqualTo(mostCalls);
    }

    private static boolean isBad(int n) {
        return n % 25 == 13;
    }

    /** What the servers say, and the system's own words within the errors of others. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1021 | Disk full (/tmp/#sql); waiting for someone to free some space...",
                "1114 | The table 'kv_entry' is full",
                "1026 | Error writing file 'x' (errno: 28 \"No space left on device\")",
                "1030 | Got error 28 \"No space left on device\" from storage engine InnoDB",
                "3 | Error writing file '/tmp/MY1' (Errcode: 28 - No space left on device)",
                "1030 | Got error 122 \"Disk quota exceeded\" from storage engine"
            })
    void aFullDiskIsNoDefect(int number, String text) throws SQLException {
        procedure(
                "full",
                "SIGNAL SQLSTATE 'HY000' SET MYSQL_ERRNO = " + number + ", MESSAGE_TEXT = '" + text.replace("'", "''")
                        + "';");

        assertFails(call(Procedure.of("full", Echo.class), 1), ErrorCode.INSUFFICIENT_STORAGE);
    }

    @Test
    void anotherErrorThatHasThisNumberSomewhereIsOne() throws SQLException {
        procedure("bad", "SIGNAL SQLSTATE 'HY000' SET MYSQL_ERRNO = 1366, MESSAGE_TEXT = 'Incorrect value, row 28';");

        assertFails(call(Procedure.of("bad", Echo.class), 1), ErrorCode.INTERNAL);
    }

    @Test
    void aTransactionThatLostAgainstAnotherIsTriedAgain() throws SQLException {
        assertThat(call(UNLUCKY, 1).await().n()).isEqualTo(1);

        assertThat(integers("SELECT n FROM log_entry")).hasSize(3);
    }

    @Test
    void afterALostConnectionOnlyWhatMayBeSentTwiceIs() throws SQLException {
        shutGate();
        Reply.Pending<Echo> idempotent = database.call(LOG, 1, request(1, Effect.IDEMPOTENT_WRITE));
        awaitOneInFlight();
        killCallInFlight();
        openGate();
        assertThat(idempotent.await().n()).isEqualTo(1);
        assertThat(integers("SELECT n FROM log_entry")).containsExactly(1, 1);

        shutGate();
        Reply.Pending<Echo> once = database.call(LOG, 2, request(2, Effect.WRITE));
        awaitOneInFlight();
        killCallInFlight();
        assertFails(once, ErrorCode.OUTCOME_UNKNOWN);
        openGate();
        assertThat(integers("SELECT n FROM log_entry WHERE n = 2")).hasSize(1);
    }

    @Test
    void whatIsNotSentBeforeItsDeadlineIsNotSentAtAll() throws SQLException {
        shutGate();
        call(GATED, 0);
        awaitOneInFlight();
        Request late = new Request.Plain(Json.of("{\"n\":5}"), Effect.WRITE, System.nanoTime());
        Reply.Pending<Echo> expired = database.call(LOG, late);
        openGate();

        assertFails(expired, ErrorCode.DEADLINE_EXCEEDED);
        assertThat(integers("SELECT n FROM log_entry")).isEmpty();
    }

    @Test
    void closingCarriesOutWhatWaitsAndRefusesWhatComes() throws SQLException {
        shutGate();
        Reply.Pending<Echo> inFlight = call(GATED, 0);
        awaitOneInFlight();
        Reply.Pending<Echo> waiting = call(ECHO, 1);
        CompletableFuture<Void> closed = CompletableFuture.runAsync(database::close);
        Eventually.await("new calls are refused", () -> {
            try {
                call(ECHO, 2);
                return false;
            } catch (WizdException e) {
                return e.fault().code() == ErrorCode.STOPPING;
            }
        });
        openGate();

        assertThat(inFlight.await().n()).isZero();
        assertThat(waiting.await().n()).isEqualTo(1);
        closed.join();
    }

    @Test
    void aDatabaseThatIsAwayIsSaidToBe() {
        JdbcAddress nowhere = new JdbcAddress("jdbc:mysql://127.0.0.1:1/none", "nobody", "");
        try (Database away = new Database("away", nowhere, 1, 10, registry)) {
            assertFails(away.call(ECHO, request(1, Effect.READ)), ErrorCode.DATABASE_AWAY);
        }
    }

    private Reply.Pending<Echo> call(Procedure<Echo> procedure, int n) {
        return database.call(procedure, request(n, Effect.IDEMPOTENT_WRITE));
    }

    private static Request request(int n, Effect effect) {
        return new Request.Plain(
                Json.of("{\"n\":" + n + "}"), effect, System.nanoTime() + TimeUnit.SECONDS.toNanos(30));
    }

    private static void assertFails(Reply.Pending<Echo> reply, ErrorCode code) {
        assertThatThrownBy(reply::await)
                .isInstanceOfSatisfying(
                        WizdException.class, e -> assertThat(e.fault().code()).isEqualTo(code));
    }

    private DistributionSummary batches(String procedure) {
        return registry.get("wizd.db.batch.rows").tag("procedure", procedure).summary();
    }

    private long failures(String procedure) {
        return (long) registry.get("wizd.db.failures")
                .tag("procedure", procedure)
                .counter()
                .count();
    }

    private void shutGate() throws SQLException {
        execute("DO GET_LOCK('" + gateName + "', 20)");
    }

    private void openGate() throws SQLException {
        execute("DO RELEASE_LOCK('" + gateName + "')");
    }

    private void awaitOneInFlight() {
        Eventually.await("one call is in flight", () -> callsInFlight().size() == 1);
    }

    private List<Integer> callsInFlight() throws SQLException {
        try (Connection admin = server.admin().connect()) {
            return integers(
                    admin,
                    "SELECT id FROM information_schema.processlist WHERE db = '" + testDatabase.name()
                            + "' AND state = 'User lock'");
        }
    }

    private void killCallInFlight() throws SQLException {
        int id = callsInFlight().getFirst();
        try (Connection admin = server.admin().connect();
                Statement statement = admin.createStatement()) {
            statement.execute("KILL " + id);
        }
        Eventually.await("the killed call is gone", () -> !callsInFlight().contains(id));
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

    private List<Integer> integers(String query) throws SQLException {
        return integers(gate, query);
    }

    private static List<Integer> integers(Connection connection, String query) throws SQLException {
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
