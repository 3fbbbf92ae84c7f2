package io.wizd.db.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.wizd.db.load.Loader.Outcome;
import io.wizd.db.testing.TestDatabase;
import io.wizd.db.testing.TestServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Others use the table at the same time, and connections break. */
@Timeout(120)
@ParameterizedClass(name = "{0}")
@MethodSource("io.wizd.db.testing.TestServers#all")
final class LoadTroubleTest {

    private static final int ROWS = 3_000;

    private final TestServer server;
    private final TestDatabase database;
    private final Loader loader;
    private Connection other;
    private String file = "";

    LoadTroubleTest(TestServer server, @TempDir Path folder) throws SQLException {
        this.server = server;
        database = server.emptyDatabase();
        loader = new Loader(
                folder,
                database.owner(),
                database.loader().withOption("sessionVariables", "innodb_lock_wait_timeout=1"));
        other = database.owner().connect();
    }

    /** Another transaction holds row 1,500, so the second transaction of the load must wait. */
    @BeforeEach
    void lockedRow() throws Exception {
        loader.sql("CREATE TABLE keyed (n INT PRIMARY KEY)");
        other.setAutoCommit(false);
        try (Statement statement = other.createStatement()) {
            statement.execute("INSERT INTO keyed VALUES (1500)");
        }
        StringBuilder lines = new StringBuilder("n");
        IntStream.rangeClosed(1, ROWS).forEach(i -> lines.append('\n').append(i));
        file = loader.file("numbers.csv", lines.toString());
    }

    @AfterEach
    void drop() throws SQLException {
        other.close();
        database.close();
    }

    @Test
    void aTransactionThatWaitedTooLongIsTriedAgain() throws Exception {
        long waitsBefore = lockWaits();
        CompletableFuture<Outcome> load = CompletableFuture.supplyAsync(() -> loader.load(file, "keyed"));
        await("a second wait for the row", () -> lockWaits() >= waitsBefore + 2);
        other.rollback();

        assertThat(load.get(60, TimeUnit.SECONDS).out()).startsWith("loaded 3,000 rows ");
        assertThat(loader.number("SELECT COUNT(*) FROM keyed")).isEqualTo(ROWS);
    }

    @Test
    void aLostConnectionSaysWhereToGoOn() throws Exception {
        CompletableFuture<Outcome> load = CompletableFuture.supplyAsync(() -> loader.load(file, "keyed"));
        List<String> connections = new ArrayList<>();
        await("an INSERT behind the first 1,000 rows", () -> {
            connections.addAll(admin("SELECT ID FROM information_schema.PROCESSLIST WHERE DB = '" + database.name()
                    + "' AND INFO LIKE 'INSERT INTO%(1001)%'"));
            return !connections.isEmpty();
        });
        admin("KILL " + connections.getFirst());

        Outcome outcome = load.get(60, TimeUnit.SECONDS);

        assertThat(outcome.status()).isEqualTo(69);
        assertThat(outcome.err())
                .startsWith("load: the connection to the database was lost")
                .contains("; stopped after row 1,000, 1,000 rows are in " + database.name() + ".keyed; go on with: ")
                .hasLineCount(1);
        other.rollback();
        assertThat(loader.load(file, "keyed", "--resume").out()).startsWith("loaded 3,000 rows ");
    }

    private long lockWaits() throws SQLException {
        return Long.parseLong(
                admin("SHOW GLOBAL STATUS LIKE 'Innodb_row_lock_waits'").getFirst());
    }

    /** The last column of what the server's administrator gets to see. */
    private List<String> admin(String sql) throws SQLException {
        List<String> found = new ArrayList<>();
        try (Connection admin = server.admin().connect();
                Statement statement = admin.createStatement()) {
            if (statement.execute(sql)) {
                ResultSet rows = statement.getResultSet();
                while (rows.next()) {
                    found.add(rows.getString(rows.getMetaData().getColumnCount()));
                }
            }
        }
        return found;
    }

    private interface Condition {
        boolean isMet() throws SQLException;
    }

    private static void await(String what, Condition condition) throws SQLException {
        long deadlineNanos = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!condition.isMet()) {
            assertThat(System.nanoTime()).as("60 s for %s", what).isLessThan(deadlineNanos);
        }
    }
}
