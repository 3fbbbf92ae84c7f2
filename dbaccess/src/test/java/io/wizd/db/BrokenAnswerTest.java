package io.wizd.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.wizd.db.testing.Eventually;
import io.wizd.db.testing.MangledAnswers;
import io.wizd.db.testing.Sql;
import io.wizd.db.testing.TestDatabase;
import io.wizd.db.testing.TestServer;
import io.wizd.db.testing.TestServers;
import io.wizd.protocol.Effect;
import io.wizd.protocol.ErrorCode;
import io.wizd.protocol.Json;
import io.wizd.protocol.Reply;
import io.wizd.protocol.WizdException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** However the answer of a CALL ends, nobody gets the reply of another: not its own requests, and not those of the next. */
@ParameterizedClass
@MethodSource("paths")
class BrokenAnswerTest {
    private static final Procedure<Echo> ECHO = Procedure.of("echo", Echo.class);
    private static final int SHORT_TIMEOUT_MS = 1_000;

    /** Both ways in which the driver sends statements and reads rows. */
    private static final List<String> DRIVER_PATHS =
            List.of("useServerPrepStmts=false", "useServerPrepStmts=true&emulateUnsupportedPstmts=false");

    /** More than the driver takes. */
    private static final byte[] ERROR_WITHOUT_TEXT = {(byte) 0xFF, 0x51, 0x04};

    /** Of a packet that ends rows. */
    private static final int STATUS_BYTE = 3;

    private static final int SERVER_MORE_RESULTS_EXISTS = 8;

    private final TestServer server;
    private final String driverPath;
    private TestDatabase testDatabase;
    private MangledAnswers mangled;
    private Database database;

    private record Echo(int n) {}

    BrokenAnswerTest(TestServer server, String driverPath) {
        this.server = server;
        this.driverPath = driverPath;
    }

    static Stream<Arguments> paths() {
        return TestServers.all().stream()
                .flatMap(server -> DRIVER_PATHS.stream().map(path -> Arguments.of(server, path)));
    }

    /** What becomes of an answer whose rows are those of several requests. */
    enum Breakage implements MangledAnswers.Mangling {
        AN_ERROR_WITHOUT_TEXT((answer, client) -> {
            client.send(ERROR_WITHOUT_TEXT);
            client.awaitReaction();
            client.send(answer.resultSet());
            client.send(answer.end());
        }),
        AN_ERROR_WITHOUT_TEXT_BEHIND_THE_ROWS((answer, client) -> {
            client.send(answer.resultSet());
            client.send(ERROR_WITHOUT_TEXT);
            client.awaitReaction();
            client.send(answer.end());
        }),
        A_ROW_CUT_OFF((answer, client) -> {
            List<byte[]> rows = new ArrayList<>(answer.rows());
            rows.set(0, Arrays.copyOf(rows.getFirst(), rows.getFirst().length / 2));
            client.send(answer.withRows(rows).resultSet());
            client.send(answer.end());
        }),
        A_CONNECTION_BROKEN_BETWEEN_ROWS((answer, client) -> {
            client.send(answer.head());
            client.send(answer.rows().getFirst());
            throw new IOException("as if the database had ended");
        }),
        A_ROW_TOO_FEW((answer, client) -> {
            client.send(answer.withRows(answer.rows().subList(1, answer.rows().size()))
                    .resultSet());
            client.send(answer.end());
        }),
        A_ROW_TOO_MANY((answer, client) -> {
            List<byte[]> rows = new ArrayList<>(answer.rows());
            rows.add(rows.getLast());
            client.send(answer.withRows(rows).resultSet());
            client.send(answer.end());
        }),
        A_ROW_IN_THE_PLACE_OF_ANOTHER((answer, client) -> {
            List<byte[]> rows = new ArrayList<>(answer.rows());
            rows.set(0, rows.getLast());
            client.send(answer.withRows(rows).resultSet());
            client.send(answer.end());
        }),
        ANOTHER_RESULT_SET((answer, client) -> {
            client.send(answer.resultSet());
            client.send(answer.resultSet());
            client.send(answer.end());
        }),
        AN_END_THAT_IS_NOT_ANNOUNCED((answer, client) -> {
            answer.endOfRows()[STATUS_BYTE] &= ~SERVER_MORE_RESULTS_EXISTS;
            client.send(answer.resultSet());
            client.awaitReaction();
            client.send(answer.end());
        });

        private final MangledAnswers.Mangling mangling;

        Breakage(MangledAnswers.Mangling mangling) {
            this.mangling = mangling;
        }

        @Override
        public void send(MangledAnswers.Answer answer, MangledAnswers.Client client) throws IOException {
            mangling.send(answer, client);
        }
    }

    /** A request, and what becomes of it. */
    private record Asked(int n, Reply.Pending<Echo> reply) {}

    @BeforeEach
    void open() throws SQLException {
        testDatabase = server.emptyDatabase();
        Sql.execute(
                testDatabase.owner(),
                "CREATE PROCEDURE echo(IN p_requests LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin) SELECT 0 AS"
                        + " status, JSON_OBJECT('n', r.n) AS reply, r.o FROM JSON_TABLE(p_requests, '$[*]' COLUMNS ("
                        + "o FOR ORDINALITY, n INT PATH '$.n')) AS r ORDER BY r.o");
        mangled = new MangledAnswers(testDatabase.app());
        database = database("");
    }

    private Database database(String moreSettings) {
        JdbcAddress app = mangled.through(testDatabase.app());
        String url = app.url() + "&" + driverPath + moreSettings;
        return new Database(
                "node", new JdbcAddress(url, app.user(), app.password()), 1, 100, new SimpleMeterRegistry());
    }

    @AfterEach
    void close() {
        database.close();
        mangled.close();
        testDatabase.close();
    }

    @Test
    void theDriverTakesThePathThatItIsToldTo() {
        assertOwnReplies(call(Effect.READ, 1, 2));

        assertThat(mangled.executedPrepared() > 0).isEqualTo(driverPath.contains("useServerPrepStmts=true"));
    }

    @ParameterizedTest
    @EnumSource
    void afterABrokenAnswerEveryRequestGetsItsOwnReply(Breakage breakage) {
        assertOwnReplies(batch(Effect.IDEMPOTENT_WRITE, breakage));

        assertOwnReplies(call(Effect.WRITE, 11, 12, 13));
    }

    @ParameterizedTest
    @EnumSource
    void whatMayNotBeSentTwiceIsNot(Breakage breakage) {
        assertFail(batch(Effect.WRITE, breakage), ErrorCode.OUTCOME_UNKNOWN);

        assertOwnReplies(call(Effect.WRITE, 11, 12, 13));
    }

    @Test
    void rowsInAnotherOrderReachTheirRequests() {
        assertOwnReplies(batch(Effect.WRITE, (answer, client) -> {
            client.send(answer.withRows(answer.rows().reversed()).resultSet());
            client.send(answer.end());
        }));
    }

    @Test
    void anAnswerThatIsBrokenEachTimeIsAnInternalError() {
        mangled.mangle(Breakage.A_ROW_CUT_OFF);
        mangled.mangle(Breakage.A_ROW_CUT_OFF);
        assertFail(call(Effect.READ, 1), ErrorCode.INTERNAL);

        assertOwnReplies(call(Effect.WRITE, 11, 12, 13));
    }

    @Test
    void theAnswerOfARequestThatFailedIsNotThatOfTheNext() {
        mangled.mangle(Breakage.AN_ERROR_WITHOUT_TEXT);
        assertFail(call(Effect.WRITE, 1), ErrorCode.OUTCOME_UNKNOWN);

        assertOwnReplies(call(Effect.WRITE, 11));
    }

    @Test
    void anErrorBehindTheRowsIsTheAnswer() {
        mangled.mangle((answer, client) -> {
            client.send(answer.resultSet());
            client.send(error(1021, "Disk full; waiting for someone to free some space"));
        });
        assertFail(call(Effect.WRITE, 1), ErrorCode.INSUFFICIENT_STORAGE);

        assertOwnReplies(call(Effect.WRITE, 11, 12, 13));
    }

    @Test
    void aTransactionThatLosesAtItsCommitIsTriedAgain() {
        assertOwnReplies(batch(Effect.WRITE, (answer, client) -> {
            client.send(answer.resultSet());
            client.send(error(1213, "Deadlock found when trying to get lock"));
        }));
    }

    @Test
    void anEndThatComesTooLateIsNobodysAnswer() {
        useShortTimeout();
        CountDownLatch timedOut = new CountDownLatch(1);
        mangled.mangle((answer, client) -> {
            client.send(answer.resultSet());
            MangledAnswers.await(timedOut);
            client.send(answer.end());
        });
        assertFail(call(Effect.WRITE, 1), ErrorCode.OUTCOME_UNKNOWN);
        timedOut.countDown();

        assertOwnReplies(call(Effect.IDEMPOTENT_WRITE, 11, 12, 13));
    }

    @Test
    void whatMayBeSentTwiceIsWhereNoEndComes() {
        useShortTimeout();
        CountDownLatch answered = new CountDownLatch(1);
        mangled.mangle((answer, client) -> {
            client.send(answer.resultSet());
            MangledAnswers.await(answered);
        });
        assertOwnReplies(call(Effect.READ, 1, 2, 3));
        answered.countDown();
    }

    private void useShortTimeout() {
        database.close();
        database = database("&socketTimeout=" + SHORT_TIMEOUT_MS);
    }

    /** Sends some requests in one CALL, whose answer is mangled. */
    private List<Asked> batch(Effect effect, MangledAnswers.Mangling mangling) {
        CountDownLatch gathered = new CountDownLatch(1);
        mangled.mangle((answer, client) -> {
            MangledAnswers.await(gathered);
            client.send(answer.resultSet());
            client.send(answer.end());
        });
        mangled.mangle(mangling);
        List<Asked> before = call(effect, 0);
        Eventually.await("the first is on its way", () -> database.waiting("echo") == 0);
        List<Asked> batch = call(effect, 1, 2, 3, 4, 5);
        gathered.countDown();
        assertOwnReplies(before);
        return batch;
    }

    private List<Asked> call(Effect effect, int... numbers) {
        return IntStream.of(numbers)
                .mapToObj(n -> {
                    Json body = Json.of("{\"n\":" + n + "}");
                    long deadlineNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
                    return new Asked(n, database.call(ECHO, new Request(body, effect, deadlineNanos)));
                })
                .toList();
    }

    private static void assertOwnReplies(List<Asked> asked) {
        asked.forEach(one -> assertThat(one.reply.await().n()).isEqualTo(one.n));
    }

    private static void assertFail(List<Asked> asked, ErrorCode code) {
        asked.forEach(one -> assertThatThrownBy(one.reply::await)
                .isInstanceOfSatisfying(
                        WizdException.class, e -> assertThat(e.fault().code()).isEqualTo(code)));
    }

    private static byte[] error(int number, String text) {
        byte[] stateAndText = ("#HY000" + text).getBytes(StandardCharsets.US_ASCII);
        byte[] packet = new byte[3 + stateAndText.length];
        packet[0] = (byte) 0xFF;
        packet[1] = (byte) number;
        packet[2] = (byte) (number >> 8);
        System.arraycopy(stateAndText, 0, packet, 3, stateAndText.length);
        return packet;
    }
}
