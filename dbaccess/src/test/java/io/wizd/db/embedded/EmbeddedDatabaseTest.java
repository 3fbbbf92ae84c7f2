package io.wizd.db.embedded;

import static io.wizd.db.testing.Sql.execute;
import static io.wizd.db.testing.Sql.query;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wizd.db.Migrations;
import io.wizd.db.Schema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.io.TempDirFactory;

class EmbeddedDatabaseTest {

    private static final long POOL_BYTES = 32L << 20;

    @TempDir
    Path data;

    @Test
    void keepsItsDataOverStarts() throws Exception {
        try (EmbeddedDatabase database = start("wizd_main")) {
            execute(database.owner("wizd_main"), "CREATE TABLE kept (n INT)");
            execute(database.loader("wizd_main"), "INSERT INTO kept VALUES (7)");
        }

        try (EmbeddedDatabase database = start("wizd_main")) {
            assertThat(query(database.loader("wizd_main"), "SELECT n FROM kept"))
                    .isEqualTo("7");
        }
    }

    @Test
    void makesDatabasesThatWereAddedLater() throws Exception {
        start("wizd_main").close();

        try (EmbeddedDatabase database = start("wizd_main", "wizd_p9")) {
            Migrations.migrate(database.owner("wizd_p9"), Schema.PARTITION);
            execute(database.app("wizd_p9"), "CALL kv_get('[]')");
        }
    }

    /** On a disk, since in /dev/shm MariaDB has nothing to flush. */
    static final class BesideTheClasses implements TempDirFactory {
        @Override
        public Path createTempDirectory(AnnotatedElementContext element, ExtensionContext test) throws IOException {
            return Files.createTempDirectory(Path.of("target").toAbsolutePath(), "disk");
        }
    }

    @Test
    void flushesEachWriteBeforeItReturns(@TempDir(factory = BesideTheClasses.class) Path disk) throws Exception {
        try (EmbeddedDatabase database = EmbeddedDatabase.start(disk, List.of("wizd_p9"), POOL_BYTES)) {
            Migrations.migrate(database.owner("wizd_p9"), Schema.PARTITION);
            int writes = 50;
            long before = flushes(database);
            for (int i = 0; i < writes; i++) {
                execute(database.app("wizd_p9"), "CALL kv_set('[{\"key\": \"k" + i % 2 + "\", \"value\": \"1\"}]')");
            }
            // By itself the server flushes once a second.
            assertThat(flushes(database) - before).isGreaterThanOrEqualTo(writes);
        }
    }

    private static long flushes(EmbeddedDatabase database) throws SQLException {
        return Long.parseLong(
                query(
                        database.owner("wizd_p9"),
                        "SELECT variable_value FROM information_schema.global_status WHERE variable_name = 'Innodb_data_fsyncs'"));
    }

    @Test
    void closingEndsTheServerAndTakesTheDetailsAway() {
        EmbeddedDatabase database = start("wizd_main");
        ProcessHandle server = ProcessHandle.of(database.pid()).orElseThrow();

        database.close();
        database.close();

        assertThat(server.isAlive()).isFalse();
        assertThat(data).isDirectoryNotContaining("regex:.*(database[.]properties|mariadb[.]pid|accounts[.]sql)");
    }

    @Test
    void twoRunSideBySide(@TempDir Path other) throws Exception {
        try (EmbeddedDatabase first = start("wizd_main");
                EmbeddedDatabase second = EmbeddedDatabase.start(other, List.of("wizd_main"), POOL_BYTES)) {
            execute(first.owner("wizd_main"), "CREATE TABLE only_here (n INT)");

            assertThat(query(
                            second.owner("wizd_main"),
                            "SELECT COUNT(*) FROM information_schema.tables" + " WHERE table_name = 'only_here'"))
                    .isEqualTo("0");
        }
    }

    @Test
    void runsInAFolderTooDeepForASocketAndWithUnusualCharacters() throws Exception {
        Path deep = data.resolve("Größe 'x' \"y\" 100%").resolve("d".repeat(100));

        try (EmbeddedDatabase database = EmbeddedDatabase.start(deep, List.of("wizd_main"), POOL_BYTES)) {
            assertThat(query(database.owner(""), "SELECT 1")).isEqualTo("1");
            assertThat(deep.resolve("mariadb.sock")).doesNotExist();
        }
        EmbeddedDatabase.start(deep, List.of("wizd_main"), POOL_BYTES).close();
    }

    @Test
    void refusesNamesThatNeedQuoting() {
        assertThatThrownBy(() -> start("wizd`main")).isInstanceOf(IllegalArgumentException.class);
        assertThat(data).isEmptyDirectory();
    }

    private EmbeddedDatabase start(String... databases) {
        return EmbeddedDatabase.start(data, List.of(databases), POOL_BYTES);
    }
}
