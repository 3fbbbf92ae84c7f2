package io.wizd.db;

import static org.assertj.core.api.Assertions.assertThat;

import io.wizd.db.testing.TestServer;
import io.wizd.protocol.Effect;
import io.wizd.protocol.ErrorCode;
import io.wizd.protocol.Reply;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What becomes of a batch when a request of it, its CALL, its connection or its database fails; on real servers. */
@ParameterizedClass
@MethodSource("io.wizd.db.testing.TestServers#all")
class CallFailureTest extends CallFixture {
    CallFailureTest(TestServer server) {
        super(server);
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
    void aDatabaseThatIsAwayIsSaidToBe() {
        JdbcAddress nowhere = new JdbcAddress("jdbc:mysql://127.0.0.1:1/none", "nobody", "");
        try (Database away = new Database("away", nowhere, 1, 10, registry)) {
            assertFails(away.call(ECHO, request(1, Effect.READ)), ErrorCode.DATABASE_AWAY);
        }
    }
}
