package io.wizd.db;

import static io.wizd.db.testing.Sql.query;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wizd.db.Migrations.SchemaVersion;
import io.wizd.db.testing.TestDatabase;
import io.wizd.db.testing.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

@ParameterizedClass(name = "{0}")
@MethodSource("io.wizd.db.testing.TestServers#all")
class MigrationsTest {

    private final TestDatabase database;

    @TempDir
    Path sql;

    MigrationsTest(TestServer server) {
        database = server.emptyDatabase();
    }

    @BeforeEach
    void twoFiles() throws IOException {
        schema("V001__numbers.sql", "CREATE TABLE numbers (n INT PRIMARY KEY);\nINSERT INTO numbers VALUES (1);\n");
        procedure("answer", "SELECT 42;");
    }

    @AfterEach
    void drop() {
        database.close();
    }

    @Test
    void makesTablesAndProcedures() throws Exception {
        migrate();

        assertThat(query(database.owner(), "SELECT n FROM numbers")).isEqualTo("1");
        assertThat(query(database.app(), "CALL answer()")).isEqualTo("42");
    }

    @Test
    void secondTimeDoesNothing() throws Exception {
        migrate();
        String before = history();

        migrate();

        assertThat(history()).isEqualTo(before);
    }

    @Test
    void tellsHowFarItWasAndEachFileBeforeItRuns() throws Exception {
        List<String> run = new ArrayList<>();

        assertThat(migrate(run::add))
                .isEqualTo(new SchemaVersion("0", "001", List.of("V001__numbers.sql", "answer.sql")));
        assertThat(run).containsExactly("V001__numbers.sql", "answer.sql");

        run.clear();
        schema("V002__more.sql", "CREATE TABLE more (n INT);\n");
        procedure("answer", "SELECT 43;");
        assertThat(migrate(run::add))
                .isEqualTo(new SchemaVersion("001", "002", List.of("V002__more.sql", "answer.sql")));
        assertThat(run).containsExactly("V002__more.sql", "answer.sql");
        assertThat(migrate(run::add)).isEqualTo(new SchemaVersion("002", "002", List.of()));
    }

    @Test
    void anAccountThatMayOnlyExecuteIsToldWhichOneIsNeeded() {
        assertThatThrownBy(() -> Migrations.migrate(database.app(), SchemaSql.onDisk(sql), file -> {}))
                .isInstanceOf(MigrationException.class)
                .hasMessageStartingWith("cannot migrate " + database.name() + ": ")
                .hasMessageEndingWith("; wizd.database.owner must be the account that may do everything with this"
                        + " database, as bin/installdb makes it (sql/grants.sql)");
    }

    @Test
    void changedProcedureIsInstalledAgain() throws Exception {
        migrate();
        procedure("answer", "SELECT 43;");

        migrate();

        assertThat(query(database.app(), "CALL answer()")).isEqualTo("43");
    }

    @Test
    void removedProcedureIsDroppedAndMayComeBack() throws Exception {
        procedure("second", "SELECT 2;");
        migrate();
        Files.delete(sql.resolve("procedures/second.sql"));

        migrate();

        assertThatThrownBy(() -> query(database.owner(), "CALL second()"))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("second");
        assertThat(query(database.app(), "CALL answer()")).isEqualTo("42");

        procedure("second", "SELECT 2;");
        migrate();
        assertThat(query(database.app(), "CALL second()")).isEqualTo("2");
    }

    @Test
    void brokenProcedureNamesFileAndErrorAndIsMendedByTheNextStart() throws Exception {
        procedure("answer", "SELEC 42;");

        assertThatThrownBy(this::migrate)
                .isInstanceOf(MigrationException.class)
                .hasMessageStartingWith("migration of " + database.name() + " failed in answer.sql, line ")
                .hasMessageEndingWith("(error 1064)")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n"));

        procedure("answer", "SELECT 42;");
        migrate();
        assertThat(query(database.app(), "CALL answer()")).isEqualTo("42");
    }

    @Test
    void brokenSchemaFileNamesFileAndErrorAndAsksForAPerson() throws Exception {
        schema("V002__broken.sql", "CREATE TABLE first_half (n INT);\n\nINSERT INTO nowhere VALUES (1);\n");

        assertThatThrownBy(this::migrate)
                .hasMessageStartingWith("migration of " + database.name() + " failed in V002__broken.sql, line 3: ")
                .hasMessageEndingWith("(error 1146)");

        assertThatThrownBy(this::migrate)
                .hasMessage("migration V002__broken.sql failed half-way in database " + database.name()
                        + " earlier: undo what it did, then DELETE FROM flyway_schema_history WHERE script ="
                        + " 'V002__broken.sql'");
    }

    @Test
    void newerDatabaseIsLeftAlone() throws Exception {
        schema("V002__more.sql", "CREATE TABLE more (n INT);\n");
        procedure("answer", "SELECT 2;");
        migrate();
        Files.delete(sql.resolve("schema/V002__more.sql"));
        procedure("answer", "SELECT 1;");

        assertThatThrownBy(this::migrate)
                .hasMessage("database " + database.name() + " is newer than this wizd: it has V002__more.sql;"
                        + " start the wizd that made it, or a newer one");
        assertThat(query(database.app(), "CALL answer()")).isEqualTo("2");
    }

    @Test
    void changedSchemaFileIsRefused() throws Exception {
        migrate();
        schema("V001__numbers.sql", "CREATE TABLE numbers (n BIGINT PRIMARY KEY);\n");

        assertThatThrownBy(this::migrate)
                .hasMessage("database " + database.name() + " was made with another V001__numbers.sql; put that file"
                        + " back, and changes into a new one");
    }

    @Test
    void dollarSignsInSqlAreLeftAlone() throws Exception {
        procedure("answer", "SELECT '${user.home}';");

        migrate();

        assertThat(query(database.app(), "CALL answer()")).isEqualTo("${user.home}");
    }

    @Test
    void manyAtOnceDoNotCollide() throws Exception {
        schema("V002__slow.sql", "DO SLEEP(0.3);\nCREATE TABLE slow (n INT);\n");
        List<Callable<Void>> starts = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            starts.add(() -> {
                migrate();
                return null;
            });
        }
        try (ExecutorService threads = Executors.newFixedThreadPool(starts.size())) {
            for (Future<Void> start : threads.invokeAll(starts)) {
                start.get();
            }
        }

        assertThat(query(database.owner(), "SELECT COUNT(*) FROM flyway_schema_history"))
                .isEqualTo("3");
    }

    @Test
    void unreachableDatabaseIsOneLine() {
        JdbcAddress wrong = new JdbcAddress(database.owner().url(), "wizd_owner", "wrong");

        assertThatThrownBy(() -> Migrations.migrate(wrong, SchemaSql.onDisk(sql), file -> {}))
                .isInstanceOf(MigrationException.class)
                .hasMessageContaining("Access denied for user 'wizd_owner'")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n"));
    }

    private void migrate() {
        migrate(file -> {});
    }

    private SchemaVersion migrate(Migrations.Progress progress) {
        return Migrations.migrate(database.owner(), SchemaSql.onDisk(sql), progress);
    }

    private String history() throws SQLException {
        return query(
                database.owner(),
                "SELECT GROUP_CONCAT(installed_rank, script, installed_on) FROM flyway_schema_history");
    }

    private void schema(String file, String text) throws IOException {
        write("schema/" + file, text);
    }

    private void procedure(String name, String body) throws IOException {
        write("procedures/" + name + ".sql", """
                -- A comment; with a semicolon.
                DELIMITER //
                DROP PROCEDURE IF EXISTS %1$s //
                CREATE PROCEDURE %1$s()
                READS SQL DATA
                BEGIN
                    %2$s
                END //
                DELIMITER ;
                """.formatted(name, body));
    }

    private void write(String name, String text) throws IOException {
        Path file = sql.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
