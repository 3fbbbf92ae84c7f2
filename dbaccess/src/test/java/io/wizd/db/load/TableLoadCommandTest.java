package io.wizd.db.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.wizd.db.JdbcAddress;
import io.wizd.db.load.Loader.Outcome;
import io.wizd.db.testing.TestDatabase;
import io.wizd.db.testing.TestMariaDb;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The command line: what it asks, what it refuses and with which exit status, and how it finds the database. */
@Timeout(120)
final class TableLoadCommandTest {

    private final TestDatabase database = TestMariaDb.server().emptyDatabase();

    @TempDir
    Path folder;

    private Loader loader;

    @BeforeEach
    void table() throws SQLException {
        loader = new Loader(folder, database.owner(), database.loader());
        loader.sql("CREATE TABLE person (name VARCHAR(10) NOT NULL)", "INSERT INTO person VALUES ('old')");
    }

    @AfterEach
    void drop() {
        database.close();
    }

    @Test
    void dryRunChangesNothing() throws Exception {
        String good = loader.file("good.csv", "name", "Ann", "Bob");
        String bad = loader.file("bad.csv", "name", "Ann", "much too long");

        Outcome outcome = loader.load(good, "person", "--dry-run", "--truncate");
        assertThat(outcome.out())
                .isEqualTo("dry run: would load 2 rows into " + database.name()
                        + ".person, after deleting 1 row, and leave out 0; nothing was changed\n");
        assertThat(loader.load(bad, "person", "--dry-run").status()).isEqualTo(65);
        assertThat(loader.load(bad, "person", "--dry-run", "--skip-bad").out()).contains("load 1 row ", "leave out 1;");
        assertThat(loader.exists("bad.bad.csv")).isFalse();
        assertThat(loader.exists("state")).isFalse();
        assertThat(loader.rows("SELECT name FROM person")).containsExactly("old");
    }

    @Test
    void inATestEnvironmentLiveDatabasesAreRefused() throws Exception {
        String file = loader.file("people.csv", "name", "Ann");
        loader.variable("WIZD_ENV", "test");

        Outcome live = loader.load(file, "wizd_p1.person");
        assertThat(live.status()).isEqualTo(64);
        assertThat(live.err())
                .isEqualTo("load: WIZD_ENV = test: the database wizd_p1 is not for tests;"
                        + " their names begin with test_\n");
        assertThat(loader.load(file, "person").status()).as("a database test_…").isZero();

        loader.variable("WIZD_ENV", "tset");
        Outcome mistyped = loader.load(file, "person");
        assertThat(mistyped.status()).isEqualTo(64);
        assertThat(mistyped.err()).isEqualTo("load: WIZD_ENV = tset: must be live or test\n");
    }

    @Test
    void truncateNeedsAnAnswer() throws Exception {
        String file = loader.file("people.csv", "name", "Ann");

        Outcome outcome = loader.load(file, "person", "--truncate");
        assertThat(outcome.status()).isEqualTo(64);
        assertThat(outcome.err()).isEqualTo("load: --truncate asks, and there is no terminal to ask at: add --yes\n");
        assertThat(loader.rows("SELECT name FROM person")).containsExactly("old");

        assertThat(loader.load(file, "person", "--truncate", "--yes").status()).isZero();
        assertThat(loader.rows("SELECT name FROM person")).containsExactly("Ann");
    }

    @Test
    void onATerminalItAsksAndDrawsABar() throws Exception {
        String file = loader.file("people.csv", "name", "Ann");

        try (LoaderProcess wrong = loader.startOnTerminal("persons\n", file, "person", "--truncate")) {
            assertThat(wrong.status()).isEqualTo(64);
            assertThat(wrong.output())
                    .contains("Delete all 1 row of " + database.name() + ".person? Type the table's name: ")
                    .contains("load: not confirmed; nothing was changed");
        }
        assertThat(loader.rows("SELECT name FROM person")).containsExactly("old");
        try (LoaderProcess right = loader.startOnTerminal("person\n", file, "person", "--truncate")) {
            assertThat(right.status()).isZero();
            assertThat(right.output()).contains("load 100% [=", "1/1 rows", "loaded 1 row into ");
        }
        assertThat(loader.rows("SELECT name FROM person")).containsExactly("Ann");
    }

    @Test
    void controlCAtAPromptEndsAtOnce() throws Exception {
        String file = loader.file("people.csv", "name", "Ann");

        try (LoaderProcess process = loader.startOnTerminal("", file, "person", "--truncate")) {
            process.awaitOutput("Type the table's name: ");
            process.type("\u0003");

            assertThat(process.status()).isEqualTo(130);
            assertThat(process.output()).doesNotContain("broken off").doesNotContain("loaded");
        }
        assertThat(loader.rows("SELECT name FROM person")).containsExactly("old");
    }

    @Test
    void wrongUseIsOneLine() throws Exception {
        String file = loader.file("people.csv", "name", "Ann");

        assertRefused(64, "FILE and TABLE are missing; see bin/load --help", command(Map.of()));
        assertRefused(64, "there is no option --fast", loader.load(file, "person", "--fast"));
        assertRefused(
                64,
                "--resume goes on with the rows that are there",
                loader.load(file, "person", "--resume", "--truncate"));
        assertRefused(64, "--from-row: the first row is 1", loader.load(file, "person", "--from-row", "0"));
        assertRefused(
                64,
                "--on-duplicate: expected error, skip or update, but was 'x'",
                loader.load(file, "person", "--on-duplicate", "x"));
        assertRefused(66, "there is no table " + database.name() + ".nobody", loader.load(file, "nobody"));
        assertRefused(64, "\"\" is not a table", loader.load(file, ""));
        assertRefused(
                66, "there is no file", loader.load(folder.resolve("none.csv").toString(), "person"));
        assertRefused(66, "is a directory", loader.load(folder.toString(), "person"));
        assertRefused(64, "a password in --url", command(Map.of(), file, "t", "--url", "jdbc:mysql://h/?password=x"));
        assertRefused(64, "--url needs --user", command(Map.of(), file, "t", "--url", "jdbc:mysql://h/"));
        assertRefused(64, "no password", command(Map.of(), file, "t", "--url", "jdbc:mysql://h/", "--user", "u"));
    }

    @Test
    void aBrokenInputIsRefusedWithItsPlace() throws Exception {
        loader.file("latin1.csv", "name", "Ann", "x");
        Files.write(folder.resolve("latin1.csv"), "name\nAnn\nZo\u00eb\n".getBytes(StandardCharsets.ISO_8859_1));
        String csv = loader.file("open.csv", "name", "Ann", "\"Bob", "Eve");
        String json = loader.file("open.json", "[{\"name\":\"Ann\"},", "{\"name\":\"Bob\"}");

        assertRefused(
                65,
                "latin1.csv:3: byte 12 of the file is not UTF-8",
                loader.load(folder.resolve("latin1.csv").toString(), "person"));
        assertRefused(65, "open.csv: after line 2: not CSV", loader.load(csv, "person", "--skip-bad"));
        assertRefused(65, "open.json:3: not JSON after row 2", loader.load(json, "person", "--skip-bad"));
        assertThat(loader.rows("SELECT name FROM person")).containsExactly("old");
    }

    @Test
    void aDatabaseThatIsAwayOrClosedIsOneLine() throws Exception {
        String file = loader.file("people.csv", "name", "Ann");
        String address;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            address = "jdbc:mysql://127.0.0.1:" + free.getLocalPort() + "/x";
        }
        Map<String, String> password = Map.of("WIZD_DB_PASSWORD", "wrong");

        assertRefused(69, "cannot connect", command(password, file, "t", "--url", address, "--user", "u"));
        assertRefused(
                77,
                "Access denied",
                command(password, file, "t", "--url", database.loader().url(), "--user", "nobody"));
        assertRefused(69, "no wizd runs on", command(Map.of(), file, "t", "--data", folder.toString()));
    }

    @Test
    void withoutAnUrlItFindsTheRunningDatabaseAndTheTable() throws Exception {
        JdbcAddress running = database.loader();
        Files.writeString(
                folder.resolve("database.properties"),
                "url=%s\nloader.user=%s\nloader.password=%s\npid=1\n"
                        .formatted(running.withDatabase("").url(), running.user(), running.password()));
        String file = loader.file("people.csv", "name", "Ann");
        loader.sql("CREATE TABLE only_" + database.name() + " (name VARCHAR(9))");
        Map<String, String> environment = Map.of(
                "WIZD_DATA",
                folder.toString(),
                "XDG_STATE_HOME",
                folder.resolve("state").toString());

        assertThat(command(environment, file, "only_" + database.name()).err()).isEmpty();
        assertThat(loader.rows("SELECT name FROM only_" + database.name())).containsExactly("Ann");

        try (TestDatabase other = TestMariaDb.server().emptyDatabase()) {
            new Loader(folder, other.owner(), other.loader())
                    .sql("CREATE TABLE only_" + database.name() + " (name VARCHAR(9))");
            Outcome outcome = command(environment, file, "only_" + database.name());
            assertThat(outcome.status()).isEqualTo(64);
            assertThat(outcome.err())
                    .contains("there are several tables of that name; say which: ", other.name() + ".only_");
        }
    }

    @Test
    void passwordFromAFile() throws Exception {
        String file = loader.file("people.csv", "name", "Ann");
        String password = loader.file("secret", database.loader().password());

        Outcome outcome = command(
                Map.of("XDG_STATE_HOME", folder.resolve("state").toString()),
                file,
                "person",
                "--url",
                database.loader().url(),
                "--user",
                database.loader().user(),
                "--password-file",
                password);

        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.status()).isZero();
    }

    @Test
    void twoHundredThousandRowsInASmallHeap() throws Exception {
        loader.sql("CREATE TABLE big (id INT PRIMARY KEY, name VARCHAR(40), doc JSON)");
        Path file = folder.resolve("big.json");
        try (PrintStream out = new PrintStream(Files.newOutputStream(file), false, StandardCharsets.UTF_8)) {
            out.print('[');
            for (int i = 0; i < 200_000; i++) {
                out.print((i == 0 ? "" : ",") + "{\"id\":" + i + ",\"name\":\"name of " + i + "\",\"doc\":{\"n\":[" + i
                        + "]}}");
            }
            out.print(']');
        }
        try (LoaderProcess process = loader.start(List.of("-Xmx48m"), file.toString(), "big")) {
            assertThat(process.status()).as("%s", process.output()).isZero();
        }
        assertThat(loader.rows("SELECT COUNT(*), SUM(id), MAX(name) FROM big"))
                .containsExactly("200000|19999900000|name of 99999");
    }

    private static void assertRefused(int status, String message, Outcome outcome) {
        assertThat(outcome.err())
                .startsWith("load: ")
                .contains(message)
                .endsWith("\n")
                .hasLineCount(1);
        assertThat(outcome.status()).isEqualTo(status);
        assertThat(outcome.out()).isEmpty();
    }

    /** Without the address that {@link Loader} adds. */
    private Outcome command(Map<String, String> environment, String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Screen screen = new Screen(
                new ByteArrayInputStream(new byte[0]),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                Screen.Kind.LINES);
        int status = new TableLoadCommand(screen, environment, new Interrupt()).execute(arguments);
        return new Outcome(status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
}
