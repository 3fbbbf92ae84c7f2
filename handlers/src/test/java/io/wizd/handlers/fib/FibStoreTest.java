package io.wizd.handlers.fib;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.wizd.budget.ProcessorBudgets;
import io.wizd.db.Database;
import io.wizd.db.JdbcAddress;
import io.wizd.db.Schema;
import io.wizd.db.testing.Eventually;
import io.wizd.db.testing.Sql;
import io.wizd.db.testing.TestDatabase;
import io.wizd.db.testing.TestServer;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;

/** The stored table, on real databases: kept, read back, and not believed where it is broken. */
@ParameterizedClass
@MethodSource("io.wizd.db.testing.TestServers#all")
@SuppressWarnings("NullAway.Init") // the fields are set before each test
class FibStoreTest {
    private static final ProcessorBudgets BUDGETS =
            ProcessorBudgets.of(ProcessorBudgets.Shares.DEFAULT, new SimpleMeterRegistry());

    private static final int MAX = 1_100;

    /** Chunks that are whole. */
    private static final int CHUNKS = 4;

    @Parameter
    TestServer server;

    private TestDatabase database;
    private Database main;
    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();

    @BeforeEach
    void open() {
        database = server.freshDatabase(Schema.MAIN);
        main = open(database.app());
        logged.start();
        ((Logger) LoggerFactory.getLogger(FibStore.class)).addAppender(logged);
    }

    @AfterEach
    void close() {
        ((Logger) LoggerFactory.getLogger(FibStore.class)).detachAppender(logged);
        main.close();
        database.close();
    }

    private static Database open(JdbcAddress address) {
        return new Database("main", address, 2, 100, new SimpleMeterRegistry());
    }

    private List<String> stored() throws Exception {
        return Sql.column(
                database.owner(),
                "SELECT CONCAT_WS('|', first, count, numbers, checksum) FROM fib_chunk ORDER BY first");
    }

    private List<String> storeAll() throws Exception {
        try (Fibonacci fibonacci = new Fibonacci(main, MAX, MAX, BUDGETS)) {
            fibonacci.start();
            fibonacci.table().growTo(MAX);
            Eventually.await("all is stored", () -> stored().size() == CHUNKS);
        }
        return stored();
    }

    private static void assertRight(Fibonacci fibonacci) {
        fibonacci.table().growTo(MAX);
        assertThat(FibTableTest.text(Objects.requireNonNull(fibonacci.table().first(MAX))))
                .isEqualTo("{\"N\":" + MAX + ",\"result\":[" + String.join(",", FibTableTest.plainly(MAX)) + "]}");
    }

    @Test
    void whatOneServerHasStoredTheNextReadsBack() throws Exception {
        List<String> before = storeAll();

        try (Fibonacci next = new Fibonacci(main, MAX, MAX, BUDGETS)) {
            next.start();
            Eventually.await("all is read back", () -> next.cached() == CHUNKS * FibChunk.NUMBERS);
            assertRight(next);
        }

        assertThat(stored()).isEqualTo(before);
        assertThat(logged.list).noneMatch(event -> event.getLevel().isGreaterOrEqual(Level.WARN));
    }

    @Test
    void serversStoreTheSameAtOnce() throws Exception {
        try (Fibonacci one = new Fibonacci(main, MAX, MAX, BUDGETS);
                Fibonacci two = new Fibonacci(main, MAX, MAX, BUDGETS)) {
            one.start();
            two.start();
            one.table().growTo(MAX);
            two.table().growTo(MAX);
            Eventually.await("all is stored", () -> stored().size() == CHUNKS);
            assertRight(one);
            assertRight(two);
        }
        assertThat(logged.list).noneMatch(event -> event.getLevel().isGreaterOrEqual(Level.WARN));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            UPDATE fib_chunk SET checksum = checksum + 1 WHERE first = 250   | 250 | its checksum is not that of its numbers
            UPDATE fib_chunk SET checksum = -1 WHERE first = 0               | 0   | its checksum is not that of its numbers
            UPDATE fib_chunk SET numbers = CONCAT('2', SUBSTRING(numbers, 2)) WHERE first = 500 | 500 | checksum
            UPDATE fib_chunk SET numbers = '' WHERE first = 750              | 750 | checksum
            UPDATE fib_chunk SET numbers = '{"a":"\\\\\\\\''"}' WHERE first = 0  | 0   | checksum
            UPDATE fib_chunk SET count = 249 WHERE first = 250               | 250 | it says that it has 249 numbers
            DELETE FROM fib_chunk WHERE first = 0                            | 0   | it is missing
            DELETE FROM fib_chunk WHERE first = 500                          | 500 | it is missing
            """)
    void whatIsBrokenIsToldComputedAndReplaced(String damage, int first, String why) throws Exception {
        List<String> before = storeAll();
        Sql.execute(database.owner(), damage);
        assertThat(stored()).isNotEqualTo(before);

        assertIsMended(before, first, why);
    }

    private void assertIsMended(List<String> before, int first, String why) throws Exception {
        try (Fibonacci next = new Fibonacci(main, MAX, MAX, BUDGETS)) {
            next.start();
            Eventually.await("it is stored again", () -> stored().equals(before));
            Eventually.await("all is read back", () -> next.cached() >= CHUNKS * FibChunk.NUMBERS);
            assertRight(next);
        }
        assertThat(logged.list.stream().filter(event -> event.getLevel() == Level.WARN))
                .singleElement()
                .satisfies(event -> assertThat(event.getFormattedMessage())
                        .contains("from F(" + first + ") to F(" + (first + 249) + ") are broken", why));
    }

    /** What somebody stored with a checksum that is right is judged by the digits, and by where it begins. */
    @Test
    void aRightChecksumAloneIsNotBelieved() throws Exception {
        List<String> before = storeAll();
        String[] fields = before.get(1).split("\\|", -1);
        store(FibChunk.of(250, fields[2].replaceFirst(",", "").getBytes(java.nio.charset.StandardCharsets.US_ASCII)));
        assertIsMended(before, 250, "it does not have the digits that the numbers have");
        logged.list.clear();

        String other = (fields[2].startsWith("7") ? "8" : "7") + fields[2].substring(1);
        store(FibChunk.of(250, other.getBytes(java.nio.charset.StandardCharsets.US_ASCII)));
        assertIsMended(before, 250, "it does not follow those before");
    }

    private void store(FibChunk chunk) throws Exception {
        Sql.execute(
                database.owner(),
                "UPDATE fib_chunk SET numbers = '" + chunk.numbers() + "', checksum = " + chunk.checksum()
                        + " WHERE first = " + chunk.first());
    }

    @Test
    void withoutADatabaseTheNumbersAreComputed() {
        try (Database nowhere = open(new JdbcAddress("jdbc:mysql://127.0.0.1:1/none", "nobody", ""));
                Fibonacci fibonacci = new Fibonacci(nowhere, MAX, MAX, BUDGETS)) {
            fibonacci.start();
            assertRight(fibonacci);
        }
    }
}
