package io.wizd.dist;

import static org.assertj.core.api.Assertions.assertThat;

import io.wizd.db.JdbcAddress;
import io.wizd.db.testing.Sql;
import io.wizd.db.testing.TestDatabase;
import io.wizd.db.testing.TestMariaDb;
import io.wizd.dist.Distribution.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code bin/wizd migrate} on databases of somebody else's server, and on embedded ones; and what {@code db check} says of these. */
class MigrateIT {
    @TempDir
    Path folder;

    private final TestDatabase main = TestMariaDb.server().emptyDatabase();
    private final TestDatabase p1 = TestMariaDb.server().emptyDatabase();

    @AfterEach
    void drop() {
        p1.close();
        main.close();
    }

    @Test
    void whatWouldRunRunsAndThenAllIsUpToDate() throws Exception {
        Result dry = migrate(main.owner(), p1.app().url(), "--dry-run");
        assertThat(dry.status()).as("%s", dry).isZero();
        assertThat(dry.out())
                .containsPattern("(?m)^main: 0 → \\d{3} \\(\\d+ files would run\\)$")
                .containsPattern("(?m)^p1: 0 → \\d{3} \\(\\d+ files would run\\)$")
                .contains(
                        "\n  V001__accounts_cards_ids.sql\n",
                        "\n  id_block_take.sql\n",
                        "\n  V001__keys_and_members.sql\n");
        assertThat(tables(main) + tables(p1)).isZero();

        Result run = migrate(main.owner(), p1.app().url());
        assertThat(run.status()).as("%s", run).isZero();
        assertThat(run.out().lines().toList())
                .containsExactlyElementsOf(dry.out()
                        .lines()
                        .filter(line -> !line.startsWith(" "))
                        .map(line -> line.replace("would run", "run"))
                        .toList());
        assertThat(Sql.query(p1.owner(), "SELECT COUNT(*) FROM member")).isEqualTo("0");

        assertThat(migrate(main.owner(), p1.app().url()).out())
                .matches("main: up to date \\(\\d{3}\\)\np1: up to date \\(\\d{3}\\)\n");
        Sql.execute(p1.owner(), "DELETE FROM flyway_schema_history WHERE script = 'R__kv_get.sql'");
        assertThat(migrate(main.owner(), p1.app().url(), "-n").out())
                .matches("main: up to date \\(\\d{3}\\)\np1: \\d{3} \\(1 file would run\\)\n  kv_get.sql\n");
    }

    @Test
    void anOwnerThatMayOnlyExecuteIsToldWhichAccountIsNeeded() throws Exception {
        Result refused = migrate(main.app(), p1.app().url());
        assertThat(refused.status()).as("%s", refused).isEqualTo(78);
        assertThat(refused.err())
                .startsWith("wizd: cannot migrate " + main.name() + ": ")
                .endsWith("; wizd.database.owner must be the account that may do everything with this database, as"
                        + " bin/installdb makes it (sql/grants.sql)\n")
                .hasLineCount(1);
        assertThat(tables(main)).isZero();
    }

    @Test
    void nothingIsChangedWhereADatabaseIsAway() throws Exception {
        Result away = migrate(main.owner(), "jdbc:mysql://127.0.0.1:1/wizd_p1");
        assertThat(away.status()).as("%s", away).isEqualTo(69);
        assertThat(away.err()).isEqualTo("wizd: p1: cannot connect to 127.0.0.1:1: connection refused\n");
        assertThat(tables(main)).isZero();
    }

    @Test
    void anEmbeddedDatabaseIsChangedByItsServerOrWhereNoneRuns() throws IOException {
        Path data = folder.resolve("data");
        Result none = embedded("migrate", data);
        assertThat(none.status()).isEqualTo(69);
        assertThat(none.err())
                .isEqualTo("wizd: there is no database in " + data
                        + " yet: bin/wizd start makes it, or name its --data\n");
        assertThat(data).doesNotExist();

        String upToDate = "main: up to date \\(\\d{3}\\)\np1: up to date \\(\\d{3}\\)\np2: up to date \\(\\d{3}\\)\n";
        try (RunningWizd wizd = RunningWizd.onSetUp(data)) {
            assertThat(embedded("migrate", data).out()).matches(upToDate);
            new DataFiles(data).execute("DELETE FROM wizd_p2.flyway_schema_history WHERE script = 'R__kv_get.sql'");
            Result beside = embedded("migrate", data);
            assertThat(beside.status()).as("%s", beside).isEqualTo(75);
            assertThat(beside.err())
                    .isEqualTo("wizd: the wizd that runs on " + data + " is of another version, and its database is its"
                            + " own: bin/wizd restart has this one take over, and bring it up to date\n");
            wizd.terminate();
            wizd.waitForEnd();
        }

        assertThat(embedded("migrate", data, "-n").out()).endsWith(" (1 file would run)\n  kv_get.sql\n");
        // On a terminal each file is told before it runs.
        Result alone = Distribution.shell(
                "script -qec '\"" + Distribution.WIZD + "\" migrate --data \"" + data + "\"' /dev/null");
        assertThat(alone.status()).as("%s", alone).isZero();
        assertThat(alone.out())
                .contains("\r\u001b[Kwizd: p2: kv_get.sql\r\u001b[Kp2: ")
                .endsWith(" (1 file run)\r\n");
        assertThat(embedded("migrate", data).out()).matches(upToDate);
        assertThat(new DataFiles(data).database()).isEmpty();
    }

    @Test
    void aCheckSaysWhetherTheMembersAreSound() throws IOException {
        Path data = folder.resolve("data");
        assertThat(embedded("db", data, "check").status()).isEqualTo(69);
        try (RunningWizd wizd = RunningWizd.onSetUp(data)) {
            Result sound = embedded("db", data, "check");
            assertThat(sound.out()).isEqualTo("1,000 members on 2 partitions: sound\n");
            assertThat(sound.status()).isZero();

            new DataFiles(data)
                    .execute("INSERT INTO wizd_p1.member SELECT id, 'Eve', 'King', '44', 1, account_id + 1000000 FROM"
                            + " wizd_p2.member LIMIT 1");
            Result doubled = embedded("db", data, "check");
            assertThat(doubled.status()).as("%s", doubled).isEqualTo(1);
            assertThat(doubled.out())
                    .containsPattern(
                            "^id \\d+ is that of two members, of account \\d+ on p2 and of account \\d+ on p1: give")
                    .endsWith("1,001 members on 2 partitions: not sound\n");
            assertThat(wizd.isAlive()).isTrue();
        }
    }

    private static Result embedded(String command, Path data, String... more) {
        List<String> arguments = new ArrayList<>(List.of(command));
        arguments.addAll(List.of(more));
        arguments.addAll(List.of("--data", data.toString()));
        return Distribution.wizdHere(arguments.toArray(String[]::new));
    }

    private static long tables(TestDatabase database) throws SQLException {
        return Long.parseLong(Sql.query(
                database.owner(),
                "SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = '" + database.name() + "'"));
    }

    private Result migrate(JdbcAddress owner, String urlOfP1, String... more) throws IOException {
        Path file = Files.writeString(folder.resolve("wizd.conf"), """
                wizd.database {
                  mode = external
                  main.url = "%s"
                  partitions = [{ name = p1, url = "%s" }]
                  owner { user = "%s", password = "%s" }
                  app { user = "%s", password = "%s" }
                }
                """.formatted(
                        main.app().url(),
                        urlOfP1,
                        owner.user(),
                        owner.password(),
                        main.app().user(),
                        main.app().password()));
        List<String> arguments =
                new ArrayList<>(List.of("migrate", "--config", file.toString(), "--data", folder + "/data"));
        arguments.addAll(List.of(more));
        return Distribution.wizdHere(arguments.toArray(String[]::new));
    }
}
