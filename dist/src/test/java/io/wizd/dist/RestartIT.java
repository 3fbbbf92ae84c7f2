package io.wizd.dist;

import static org.assertj.core.api.Assertions.assertThat;

import io.wizd.db.JdbcAddress;
import io.wizd.db.testing.Door;
import io.wizd.db.testing.TestMySql;
import io.wizd.dist.Distribution.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A restart that would end in vain leaves the server running; and how the databases are, beside it. */
class RestartIT {
    @TempDir
    Path folder;

    private static String databases;

    private Path config;
    private String sound;

    @BeforeAll
    static void install() {
        JdbcAddress admin = TestMySql.server().admin().withDatabase("");
        List<String> command = new ArrayList<>(
                List.of(Distribution.HOME.resolve("bin/installdb").toString()));
        command.addAll(List.of("--url", admin.url(), "--user", admin.user(), "--accounts", "restart"));
        command.addAll(List.of("--main", "restart_main", "--partitions", "restart_p1,restart_p2", "--force"));
        Result install = Distribution.run(command, Map.of("WIZD_DB_PASSWORD", admin.password()));
        assertThat(install.status()).as("%s", install).isZero();
        databases = install.out();
    }

    @BeforeEach
    void configure() throws IOException {
        config = folder.resolve("wizd.conf");
        Files.createDirectories(folder.resolve("plugins"));
        sound = databases + "wizd { profile = production, plugins = \"" + folder + "/plugins\" }\n";
        Files.writeString(config, sound);
    }

    @AfterEach
    void stop() {
        here("stop");
    }

    @Test
    void whatKeepsTheNewOneFromStartingIsFoundFirst() throws IOException {
        Result start = wizd("start", "--port", "0");
        assertThat(start.status()).as("%s", start).isZero();
        long pid = pid();

        Files.writeString(config, sound.replaceFirst("(app \\{ user = .*, password = )\".*\"", "$1wrong"));
        assertRefused(78, "Access denied for user 'restart_app'@");

        Files.writeString(config, sound.replaceFirst("(?m)^.*name = \"restart_p2\".*$", ""));
        assertRefused(78, "partition restart_p2 still holds keys: ");

        Files.writeString(config, sound + "wizd.prot = 1\n");
        assertRefused(78, "prot is unknown");

        Files.writeString(config, sound);
        Path broken = Files.createDirectories(folder.resolve("plugins")).resolve("torn.jar");
        Files.writeString(broken, "PK no more");
        assertRefused(78, "torn.jar is broken");
        Files.delete(broken);
        assertThat(pid()).isEqualTo(pid);

        Result restart = wizd("restart", "--port", "0");
        assertThat(restart.status()).as("%s", restart).isZero();
        assertThat(restart.err()).containsOnlyOnce("every user of this machine can read " + config);
        assertThat(pid()).isNotEqualTo(pid);
    }

    @Test
    void theStatusOfTheDatabasesIsATable() throws IOException {
        // A server brings the schema up to date; installdb has done so.
        Result status = here("db", "status");
        assertThat(status.out())
                .contains("NAME", "REACHED BY", "SCHEMA", "LOCAL_INFILE", "MAX_ALLOWED_PACKET", "BINLOG_FORMAT")
                .contains("restart_owner,restart_app,restart_loader")
                .containsPattern("(?m)^main +(ok|wrong) .*/restart_main +MySQL 8.* 011 ")
                .containsPattern("(?m)^restart_p1 +(ok|wrong) .*/restart_p1 .* 004 ");
        assertThat(status.status()).as("%s", status).isIn(0, 1);

        Files.writeString(config, sound.replaceFirst("(loader \\{ user = .*, password = )\".*\"", "$1wrong"));
        Result wrong = here("db", "status");
        assertThat(wrong.status()).isEqualTo(69);
        assertThat(wrong.out()).containsPattern("(?m)^main +refused .*/restart_main .* restart_owner,restart_app ");
        assertThat(wrong.out()).contains("main: account restart_loader cannot use the database restart_main: ");
    }

    @Test
    void databasesThatAreAwayOrSilentAreToldFirstAndOnce() throws IOException {
        Result start = wizd("start", "--port", "0");
        assertThat(start.status()).as("%s", start).isZero();
        here("stop");
        JdbcAddress admin = TestMySql.server().admin();
        try (Door door = new Door(admin)) {
            String server = door.through(admin).server();
            Files.writeString(config, sound.replaceAll("jdbc:mysql://[^/]+/", "jdbc:mysql://" + server + "/"));
            door.shut();
            Result away = wizd("start", "--port", "0");
            assertThat(away.status()).as("%s", away).isZero();
            assertThat(away.out())
                    .matches(
                            "wizd is up on http://127\\.0\\.0\\.1:\\d+ \\(data: .*\\) and answers 503 to what needs these databases"
                                    + " until they are back: main \\(no connection\\), restart_p1 .*, restart_p2 .*\n");

            door.open();
            door.hold();
            Result silent = here("db", "status");
            assertThat(silent.status()).isEqualTo(69);
            for (String name : List.of("main", "restart_p1", "restart_p2")) {
                assertThat(silent.out()).containsOnlyOnce(name + ": " + server + " does not answer\n");
            }
            assertThat(silent.out()).hasLineCount(7);
        }
    }

    private void assertRefused(int status, String why) {
        Result restart = wizd("restart", "--port", "0");
        assertThat(restart.status()).as("%s", restart).isEqualTo(status);
        assertThat(restart.err()).contains(why).contains(" goes on as it was");
        assertThat(here("status").status()).isZero();
    }

    private long pid() {
        return new DataFiles(folder.resolve("data")).pidIn("wizd.pid").orElseThrow();
    }

    private Result wizd(String... command) {
        return Distribution.wizd(configured(command));
    }

    private Result here(String... command) {
        return Distribution.wizdHere(configured(command));
    }

    private String[] configured(String... command) {
        return Stream.concat(Stream.of(command), Stream.of("--config", config.toString(), "--data", folder + "/data"))
                .toArray(String[]::new);
    }
}
