package io.wizd.db.embedded;

import static io.wizd.db.testing.Sql.execute;
import static io.wizd.db.testing.Sql.query;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wizd.db.JdbcAddress;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Who may do what in the embedded database. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EmbeddedAccountsTest {

    private static final long POOL_BYTES = 32L << 20;

    private final Path data;
    private final EmbeddedDatabase database;

    EmbeddedAccountsTest(@TempDir Path data) {
        this.data = data;
        this.database = EmbeddedDatabase.start(data, List.of("wizd_main", "wizd_p1"), POOL_BYTES);
    }

    @AfterAll
    void close() {
        database.close();
    }

    @Test
    void accountsMayDoWhatTheyNeedAndNoMore() throws Exception {
        execute(database.owner("wizd_main"), "CREATE TABLE secret (n INT)");
        execute(
                database.owner("wizd_main"),
                "CREATE PROCEDURE count_secrets() READS SQL DATA SELECT COUNT(*) FROM secret");
        JdbcAddress app = database.app("wizd_main");
        JdbcAddress loader = database.loader("wizd_main");

        assertThat(query(app, "CALL count_secrets()")).isEqualTo("0");
        execute(loader, "INSERT INTO secret VALUES (1)");
        assertThat(query(app, "CALL count_secrets()")).isEqualTo("1");

        assertDenied(app, "SELECT * FROM secret");
        assertDenied(app, "INSERT INTO secret VALUES (1)");
        assertDenied(app, "DROP PROCEDURE count_secrets");
        assertDenied(app, "SELECT * FROM mysql.global_priv");
        assertDenied(app, "SELECT LOAD_FILE('/etc/passwd') FROM wizd_main.secret");
        assertDenied(loader, "DROP TABLE secret");
        assertDenied(loader, "SELECT * FROM secret INTO OUTFILE '/tmp/never'");
        assertDenied(database.owner("wizd_main"), "SHUTDOWN");
        assertDenied(database.owner("wizd_main"), "CREATE USER more");
    }

    @Test
    void noAccountButOursCanConnect() {
        for (String user : List.of("root", "mariadb.sys", "", "wizd_owner")) {
            JdbcAddress address = new JdbcAddress(database.owner("").url(), user, "");
            assertThatThrownBy(address::connect)
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("denied");
        }
    }

    @Test
    void listensOnLoopbackOnlyAndIsDurable() throws Exception {
        assertThat(query(
                        database.owner(""),
                        "SELECT CONCAT_WS(' ', @@bind_address, @@innodb_flush_log_at_trx_commit, @@local_infile,"
                                + " @@innodb_buffer_pool_size)"))
                .isEqualTo("127.0.0.1 1 ON " + POOL_BYTES);
    }

    @Test
    void toolsFindItByItsPropertiesFile() throws Exception {
        Path file = data.resolve("database.properties");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        Properties found = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            found.load(reader);
        }

        assertThat(found.getProperty("url")).startsWith("jdbc:mysql://127.0.0.1:");
        JdbcAddress loader = new JdbcAddress(
                found.getProperty("url"), found.getProperty("loader.user"), found.getProperty("loader.password"));
        assertThat(query(loader.withDatabase("wizd_main"), "SELECT DATABASE()")).isEqualTo("wizd_main");
    }

    private static void assertDenied(JdbcAddress address, String sql) {
        assertThatThrownBy(() -> execute(address, sql))
                .as(sql)
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("enied");
    }
}
