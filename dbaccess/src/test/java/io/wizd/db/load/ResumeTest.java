package io.wizd.db.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.wizd.db.JdbcAddress;
import io.wizd.db.load.Loader.Outcome;
import io.wizd.db.testing.TestDatabase;
import io.wizd.db.testing.TestMariaDb;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A load that was broken off goes on without a row lost or doubled. */
@Timeout(120)
final class ResumeTest {

    private static final int MANY = 60_000;

    private final TestDatabase database = TestMariaDb.server().emptyDatabase();

    @TempDir
    Path folder;

    private Loader loader;

    @BeforeEach
    void tables() throws SQLException {
        loader = new Loader(folder, database.owner(), database.loader());
        loader.sql(
                "CREATE TABLE numbered (id BIGINT PRIMARY KEY AUTO_INCREMENT, n INT NOT NULL)",
                "CREATE TABLE keyed (n INT PRIMARY KEY)",
                "CREATE TABLE bare (n INT NOT NULL)");
    }

    @AfterEach
    void drop() {
        database.close();
    }

    @Test
    void aKilledLoadGoesOnWhereItWas() throws Exception {
        String file = numbers(MANY);
        for (int rowsThere = 5_000; rowsThere <= 25_000; rowsThere += 20_000) {
            String[] arguments =
                    rowsThere == 5_000 ? new String[] {file, "numbered"} : new String[] {file, "numbered", "--resume"};
            try (LoaderProcess process = loader.start(List.of(), arguments)) {
                awaitRows(rowsThere, process);
                process.kill();
                assertThat(process.status()).isEqualTo(137);
            }
        }
        assertThat(loader.load(file, "numbered").err()).contains("stopped after row", "go on with --resume");

        Outcome resumed = loader.load(file, "numbered", "--resume");

        assertThat(resumed.status()).isZero();
        assertThat(resumed.out()).startsWith("loaded 60,000 rows ").contains(" of them were loaded before");
        assertThat(loader.rows("SELECT COUNT(*), COUNT(DISTINCT n), MIN(n), MAX(n) FROM numbered"))
                .containsExactly(MANY + "|" + MANY + "|1|" + MANY);
        assertThat(loader.load(file, "numbered", "--resume").err()).startsWith("load: nothing to resume");
    }

    @Test
    void sigtermStopsBetweenTwoTransactionsAndSaysWhere() throws Exception {
        String file = numbers(MANY);
        try (LoaderProcess process = loader.start(List.of(), file, "keyed")) {
            awaitRows("keyed", 3_000, process);
            process.terminate();

            assertThat(process.status()).isEqualTo(143);
            long there = loader.number("SELECT COUNT(*) FROM keyed");
            assertThat(process.output())
                    .contains("load: interrupted; stopped after row " + Shown.count(there) + ", " + Shown.rows(there)
                            + " are in " + database.name() + ".keyed; go on with: bin/load " + file + " keyed --url ");
        }
        assertThat(loader.load(file, "keyed", "--resume").status()).isZero();
        assertThat(loader.number("SELECT COUNT(*) FROM keyed")).isEqualTo(MANY);
    }

    @Test
    void whatTheDatabaseRefusedCanBeCorrectedAndTheLoadResumed() throws Exception {
        loader.sql("INSERT INTO keyed VALUES (2500)");
        String file = numbers(4_000);

        Outcome refused = loader.load(file, "keyed");

        assertThat(refused.status()).isEqualTo(65);
        assertThat(refused.err())
                .startsWith("numbers.csv:2501: row 2500: Duplicate entry '2500' for key 'PRIMARY'\n"
                        + "load: the database refused 1 row; stopped after row 2,000, 2,000 rows are in "
                        + database.name() + ".keyed; go on with: bin/load numbers.csv keyed --url ")
                .endsWith(" --resume\n");
        loader.file(
                "numbers.csv", content(4_000).replace("\n2500\n", "\n9999\n").stripTrailing());
        assertThat(loader.load(file, "keyed", "--resume").out()).contains("loaded 4,000 rows", "2,000 of them");
        assertThat(loader.rows("SELECT COUNT(*), MAX(n) FROM keyed")).containsExactly("4001|9999");
    }

    @Test
    void aChangeBeforeThePointIsNoticed() throws Exception {
        loader.sql("INSERT INTO keyed VALUES (2500)");
        String file = numbers(4_000);
        loader.load(file, "keyed");
        loader.file("numbers.csv", content(4_000).replace("\n7\n", "\n70000\n").stripTrailing());

        assertThat(loader.load(file, "keyed", "--resume").err())
                .startsWith("load: the rows up to row 2,000 of numbers.csv are not those that were loaded");
        assertThat(loader.load(file, "keyed", "--from-row", "2001", "--on-duplicate", "skip")
                        .out())
                .contains("loaded 1,999 rows", "skipped 1");
    }

    @Test
    void badRowsGoOnInTheSameFile() throws Exception {
        loader.sql("CREATE TRIGGER stop BEFORE INSERT ON keyed FOR EACH ROW"
                + " IF NEW.n = 2500 THEN SET NEW.n = (SELECT n FROM missing); END IF");
        String file = loader.file(
                "numbers.csv",
                content(4_000)
                        .replace("\n5\n", "\nfive\n")
                        .replace("\n3000\n", "\nx\n")
                        .stripTrailing());

        Outcome broken = loader.load(file, "keyed", "--skip-bad");
        assertThat(broken.err()).contains("missing' doesn't exist; stopped after row 2,000, 1,999 rows");
        assertThat(loader.content("numbers.bad.csv")).isEqualTo("n\nfive\n");

        loader.sql("DROP TRIGGER stop");
        Outcome resumed = loader.load(file, "keyed", "--skip-bad", "--resume");

        assertThat(resumed.out()).contains("loaded 3,998 rows", "bad 2 (in numbers.bad.csv)");
        assertThat(loader.content("numbers.bad.csv")).isEqualTo("n\nfive\nx\n");
    }

    @Test
    void theNumberOfTheLastRowTellsWhetherTheCommitWentThrough() throws Exception {
        loader.sql("INSERT INTO numbered (n) SELECT seq FROM seq_1_to_2000");
        long lastChunk = loader.number("SELECT id FROM numbered WHERE n = 1001");
        killedInCommit("numbered", new Witness(Map.of("id", String.valueOf(lastChunk))));

        assertThat(loader.load(numbers(3_000), "numbered", "--resume").err()).isEmpty();
        assertThat(loader.rows("SELECT COUNT(*), COUNT(DISTINCT n) FROM numbered"))
                .containsExactly("3000|3000");
    }

    @Test
    void aMissingKeyTellsThatTheCommitDidNotGoThrough() throws Exception {
        loader.sql("INSERT INTO keyed SELECT seq FROM seq_1_to_1000");
        killedInCommit("keyed", new Witness(Map.of("n", "2000")));

        assertThat(loader.load(numbers(3_000), "keyed", "--resume").err()).isEmpty();
        assertThat(loader.number("SELECT COUNT(*) FROM keyed")).isEqualTo(3_000);
    }

    @Test
    void withoutAKeyTheUserMustLook() throws Exception {
        killedInCommit("bare", Witness.NONE);

        Outcome outcome = loader.load(numbers(3_000), "bare", "--resume");

        assertThat(outcome.status()).isEqualTo(75);
        assertThat(outcome.err())
                .isEqualTo("load: the load was killed while it committed rows 1,001 to 2,000, and " + database.name()
                        + ".bare has no key by which to see whether they are there. Look, then give --from-row 2001 if"
                        + " they are, else --from-row 1001\n");
        assertThat(loader.load(numbers(3_000), "bare", "--from-row", "2001").out())
                .startsWith("loaded 1,000 rows ");
        assertThat(loader.rows("SELECT MIN(n), COUNT(*) FROM bare")).containsExactly("2001|1000");
    }

    @Test
    void theWitnessIsTakenFromARealLoad() throws Exception {
        loader.sql("CREATE TRIGGER stop BEFORE INSERT ON numbered FOR EACH ROW"
                + " IF NEW.n = 1500 THEN SET NEW.n = (SELECT n FROM missing); END IF");
        loader.load(numbers(3_000), "numbered");

        // The first 1,000 are there. Had the process died in that commit, this is what it would have left.
        killedInCommit(
                "numbered",
                0,
                1_000,
                new Witness(Map.of(
                        "id", loader.rows("SELECT MIN(id) + 500 FROM numbered").getFirst())));
        loader.sql("DROP TRIGGER stop");

        assertThat(loader.load(numbers(3_000), "numbered", "--resume").err()).isEmpty();
        assertThat(loader.rows("SELECT COUNT(*), COUNT(DISTINCT n) FROM numbered"))
                .containsExactly("3000|3000");
    }

    private void killedInCommit(String table, Witness witness) throws Exception {
        killedInCommit(table, 1_000, 2_000, witness);
    }

    /** Leaves behind what a process killed in a commit would. */
    private void killedInCommit(String table, long done, long pending, Witness witness) throws Exception {
        JdbcAddress address = database.loader();
        int query = address.url().indexOf('?');
        String serverId = query < 0 ? address.url() : address.url().substring(0, query);
        try (InputFile input = InputFile.open(numbers(3_000), new ByteArrayInputStream(new byte[0]))) {
            ResumeFile.of(input, new TableName(database.name(), table), serverId, loader.environment())
                    .committing(point(done), point(pending), witness);
        }
    }

    private static ResumePoint point(long row) {
        RowDigest digest = new RowDigest();
        for (int i = 1; i <= row; i++) {
            digest.add(new InputRow(i, i + 1, List.of("n"), List.of(new Cell.Field(String.valueOf(i))), ""));
        }
        return new ResumePoint(row, digest.hex(), new Counts(row, 0, 0, 0), 0);
    }

    private String numbers(int count) throws Exception {
        return loader.file("numbers.csv", content(count).stripTrailing());
    }

    private static String content(int count) {
        StringBuilder lines = new StringBuilder("n\n");
        IntStream.rangeClosed(1, count).forEach(i -> lines.append(i).append('\n'));
        return lines.toString();
    }

    private void awaitRows(int count, LoaderProcess process) throws Exception {
        awaitRows("numbered", count, process);
    }

    private void awaitRows(String table, int count, LoaderProcess process) throws Exception {
        long deadlineNanos = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (loader.number("SELECT COUNT(*) FROM " + table) < count) {
            assertThat(process.isAlive()).as("the loader ended too soon").isTrue();
            assertThat(System.nanoTime()).as("60 s for %d rows", count).isLessThan(deadlineNanos);
        }
    }
}
