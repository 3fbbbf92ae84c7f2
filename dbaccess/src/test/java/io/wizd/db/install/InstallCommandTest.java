package io.wizd.db.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wizd.db.JdbcAddress;
import io.wizd.db.Migrations;
import io.wizd.db.Schema;
import io.wizd.db.testing.Sql;
import io.wizd.db.testing.TestServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

@ParameterizedClass(name = "{0}")
@MethodSource("io.wizd.db.testing.TestServers#all")
class InstallCommandTest {

    private final TestServer server;
    private final String prefix =
            "t" + UUID.randomUUID().toString().replace("-", "").substring(0, 12);
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    Path folder;

    private Path password = Path.of("unset");

    InstallCommandTest(TestServer server) {
        this.server = server;
    }

    @BeforeEach
    void passwordFile() throws IOException {
        password = folder.resolve("password");
        Files.writeString(password, server.admin().password() + "\n");
    }

    @AfterEach
    void drop() throws SQLException {
        for (String name : List.of("_main", "_p1", "_p2", "_p3")) {
            asAdmin("DROP DATABASE IF EXISTS " + prefix + name);
        }
        for (String name : List.of("_owner", "_app", "_loader")) {
            asAdmin("DROP USER IF EXISTS " + prefix + name + "@'%'");
        }
    }

    @Test
    void makesEverythingAndPrintsTheConfiguration() throws Exception {
        assertThat(install()).as(err.toString()).isZero();

        assertThat(err.toString())
                .startsWith("installing on " + server.name() + " ")
                .contains(
                        "made database " + prefix + "_main with its tables and procedures",
                        "made database " + prefix + "_p1 ",
                        "made database " + prefix + "_p2 ",
                        "made account " + prefix + "_app@%");
        assertThat(out.toString().lines().filter(line -> !line.startsWith("#")))
                .as("nothing but the configuration")
                .first()
                .isEqualTo("wizd.database {");
        assertThat(out.toString()).endsWith("\n}\n");
        JdbcAddress app = printedAccount("app");
        Sql.execute(app.withDatabase(prefix + "_p1"), "CALL kv_get('[]')");
        assertThatThrownBy(() -> Sql.query(app.withDatabase(prefix + "_p1"), "SELECT * FROM flyway_schema_history"))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("denied");
    }

    @Test
    void touchesNothingThatExists() throws Exception {
        asAdmin("CREATE DATABASE " + prefix + "_p2");
        asAdmin("CREATE TABLE " + prefix + "_p2.precious (n INT)");

        assertThat(install()).isEqualTo(73);

        assertThat(faults())
                .startsWith("installdb: exists already: database " + prefix + "_p2 (1 table); --force drops all of it")
                .hasLineCount(1);
        asAdmin("SELECT * FROM " + prefix + "_p2.precious");
        assertThatThrownBy(() -> asAdmin("USE " + prefix + "_main")).isInstanceOf(SQLException.class);
    }

    @Test
    void touchesNoAccountThatExists() throws Exception {
        asAdmin("CREATE USER " + prefix + "_app@'%' IDENTIFIED BY 'Other-1-password'");

        assertThat(install()).isEqualTo(73);

        assertThat(faults()).startsWith("installdb: exists already: account " + prefix + "_app@%; --force");
        new JdbcAddress(server.admin().url(), prefix + "_app", "Other-1-password")
                .connect()
                .close();
    }

    @Test
    void forceDropsAndSaysWhat() throws Exception {
        assertThat(install()).as(err.toString()).isZero();
        asAdmin("CREATE TABLE " + prefix + "_main.old (n INT)");
        out.getBuffer().setLength(0);

        assertThat(install("--force")).as(err.toString()).isZero();

        assertThat(err.toString())
                .contains("dropped database " + prefix + "_main (", "dropped account " + prefix + "_owner@%");
        assertThatThrownBy(() -> asAdmin("SELECT * FROM " + prefix + "_main.old"))
                .isInstanceOf(SQLException.class);
        printedAccount("owner").connect().close();
    }

    @Test
    void namesItsFaultsInOneLine() throws Exception {
        assertThat(install("--partitions", "a`b")).isEqualTo(64);
        assertThat(install("--main", prefix + "_p1")).isEqualTo(64);
        assertThat(install("--nonsense")).isEqualTo(64);
        assertThat(install("--user", "nobody")).isEqualTo(69);
        Files.delete(password);
        assertThat(install()).isEqualTo(64);

        assertThat(err.toString().lines())
                .hasSize(5)
                .satisfiesExactly(
                        line -> assertThat(line)
                                .contains("not a database name (letters, digits and _, at most 64): a`b"),
                        line -> assertThat(line).contains("each database needs a name of its own"),
                        line -> assertThat(line).contains("--nonsense"),
                        line -> assertThat(line).contains("Access denied for user 'nobody'"),
                        line -> assertThat(line).contains("cannot read the password file"));
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void serverThatIsNotThereIsOneLine() {
        assertThat(run("--url", "jdbc:mysql://127.0.0.1:1/", "--password-file", password.toString()))
                .isEqualTo(69);
        assertThat(run("--url", "127.0.0.1", "--password-file", password.toString()))
                .isEqualTo(64);

        assertThat(err.toString())
                .hasLineCount(2)
                .contains("cannot connect to 127.0.0.1:1: connection refused")
                .contains("--url: not of the form jdbc:mysql://host:port/database: 127.0.0.1");
    }

    @Test
    void inATestEnvironmentLiveNamesAreRefused() throws Exception {
        assertThat(installInTests("--main", "wizd_main", "--accounts", "test")).isEqualTo(64);
        assertThat(installInTests("--main", "test_main", "--accounts", "test")).isEqualTo(64);
        assertThat(installInTests("--main", "test_main", "--partitions", "test_p1"))
                .as("the accounts wizd_…, which --force would drop")
                .isEqualTo(64);
        assertThat(err.toString().lines())
                .containsExactly(
                        "installdb: WIZD_ENV = test: the database wizd_main is not for tests; their names begin with test_",
                        "installdb: WIZD_ENV = test: the database wizd_p1 is not for tests; their names begin with test_",
                        "installdb: WIZD_ENV = test: the accounts wizd_… are not for tests; give --accounts test, or"
                                + " another that begins with test_");
    }

    @Test
    void addsAPartitionForTheAccountsThatExist() throws Exception {
        assertThat(install()).as(err.toString()).isZero();
        JdbcAddress app = printedAccount("app");
        JdbcAddress owner = printedAccount("owner");
        out.getBuffer().setLength(0);

        assertThat(addPartition(Map.of())).as(err.toString()).isZero();

        assertThat(out.toString())
                .isEqualTo("{ name = \"" + prefix + "_p3\", url = \""
                        + server.admin().withDatabase(prefix + "_p3").url() + "\" }\n");
        assertThat(err.toString())
                .contains("made database " + prefix + "_p3", "account " + prefix + "_app@% may use it", "next: ");
        Migrations.migrate(owner.withDatabase(prefix + "_p3"), Schema.PARTITION);
        Sql.execute(app.withDatabase(prefix + "_p3"), "CALL kv_get('[]')");

        assertThat(addPartition(Map.of())).isEqualTo(73);
        assertThat(faults()).startsWith("installdb: exists already: database " + prefix + "_p3 (");
        assertThat(addPartition(Map.of(), "--force")).isEqualTo(64);
    }

    @Test
    void addsAPartitionOnAServerThatDoesNotHaveTheAccountsYet() throws Exception {
        assertThat(addPartition(Map.of())).isEqualTo(64);
        assertThat(faults())
                .startsWith(
                        "installdb: account " + prefix + "_owner@% does not exist on this server: give its password")
                .contains("WIZD_DATABASE_OWNER_PASSWORD")
                .hasLineCount(1);

        Map<String, String> passwords = Map.of(
                "WIZD_DATABASE_OWNER_PASSWORD", "Owner-1-password",
                "WIZD_DATABASE_APP_PASSWORD", "App-1-password",
                "WIZD_DATABASE_LOADER_PASSWORD", "Loader-1-password");
        assertThat(addPartition(passwords)).as(err.toString()).isZero();

        assertThat(err.toString()).contains("made account " + prefix + "_loader@%");
        new JdbcAddress(server.admin().url(), prefix + "_app", "App-1-password")
                .withDatabase(prefix + "_p3")
                .connect()
                .close();
    }

    private int addPartition(Map<String, String> environment, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "--url",
                server.admin().url(),
                "--user",
                server.admin().user(),
                "--password-file",
                password.toString(),
                "--accounts",
                prefix,
                "--add-partition",
                prefix + "_p3"));
        arguments.addAll(List.of(more));
        return run(environment, arguments.toArray(String[]::new));
    }

    /** What was wrong, without how far it was. */
    private String faults() {
        return err.toString()
                .lines()
                .filter(line -> line.startsWith("installdb: "))
                .map(line -> line + "\n")
                .collect(Collectors.joining());
    }

    private int installInTests(String... arguments) {
        List<String> all =
                new ArrayList<>(List.of("--force", "--url", server.admin().url()));
        all.addAll(List.of(arguments));
        return InstallCommand.commandLine(Map.of("WIZD_ENV", "test"))
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(all.toArray(String[]::new));
    }

    private int install(String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "--url",
                server.admin().url(),
                "--password-file",
                password.toString(),
                "--accounts",
                prefix,
                "--partitions",
                prefix + "_p1," + prefix + "_p2"));
        List<String> given = List.of(more);
        if (given.contains("--partitions")) {
            arguments.subList(arguments.size() - 2, arguments.size()).clear();
        }
        if (!given.contains("--main")) {
            arguments.addAll(List.of("--main", prefix + "_main"));
        }
        if (!given.contains("--user")) {
            arguments.addAll(List.of("--user", server.admin().user()));
        }
        arguments.addAll(given);
        return run(arguments.toArray(String[]::new));
    }

    private int run(String... arguments) {
        return run(Map.of(), arguments);
    }

    private int run(Map<String, String> environment, String... arguments) {
        return InstallCommand.commandLine(environment)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }

    private JdbcAddress printedAccount(String role) {
        Matcher line = Pattern.compile(role + " \\{ user = \"(.*)\", password = \"(.*)\" }")
                .matcher(out.toString());
        assertThat(line.find()).isTrue();
        return new JdbcAddress(server.admin().url(), line.group(1), line.group(2));
    }

    private void asAdmin(String sql) throws SQLException {
        Sql.execute(server.admin(), sql);
    }
}
