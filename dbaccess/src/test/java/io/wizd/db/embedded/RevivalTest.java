package io.wizd.db.embedded;

import static io.wizd.db.testing.Sql.execute;
import static io.wizd.db.testing.Sql.query;
import static org.assertj.core.api.Assertions.assertThat;

import io.wizd.db.JdbcAddress;
import io.wizd.db.testing.Eventually;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A server that ends under a JVM that goes on. */
@Execution(ExecutionMode.CONCURRENT)
class RevivalTest {

    private static final long POOL_BYTES = 32L << 20;
    private static final int LIMIT_SECONDS = 60;

    @TempDir
    Path data;

    @Test
    void aServerThatIsKilledComesBackAtTheSameAddressWithAllThatWasCommitted() throws Exception {
        try (EmbeddedDatabase database = start()) {
            JdbcAddress before = database.loader("wizd_main");
            execute(database.owner("wizd_main"), "CREATE TABLE kept (n INT)");
            execute(before, "INSERT INTO kept VALUES (7)");

            long killed = kill(database);

            Eventually.await("another one answers", () -> database.pid() != killed && answers(before));
            assertThat(query(before, "SELECT n FROM kept")).isEqualTo("7");
            assertThat(database.givenUp()).isNotDone();
        }
    }

    @Test
    void whatDoesNotStayUpIsGivenUpInTheEnd() throws Exception {
        try (EmbeddedDatabase database = start()) {
            JdbcAddress address = database.loader("wizd_main");
            for (int i = 0; i < 4; i++) {
                long killed = kill(database);
                Eventually.await("it is there again", () -> database.pid() != killed && answers(address));
            }
            kill(database);

            assertGivenUp(database);
        }
        start().close();
    }

    @Test
    void whatCannotBeStartedAgainIsGivenUpInTheEnd() throws Exception {
        Path moved = data.resolve("moved");
        try (EmbeddedDatabase database = start()) {
            execute(database.owner("wizd_main"), "CREATE TABLE kept (n INT)");
            Files.move(data.resolve("mariadb"), moved);
            kill(database);

            assertGivenUp(database);
        }
        Files.move(moved, data.resolve("mariadb"));
        try (EmbeddedDatabase database = start()) {
            assertThat(query(database.loader("wizd_main"), "SELECT COUNT(*) FROM kept"))
                    .isEqualTo("0");
        }
    }

    @Test
    void closingWhileItIsStartedAgainLeavesNothingBehind() throws Exception {
        EmbeddedDatabase database = start();
        kill(database);

        database.close();

        assertThat(data).isDirectoryNotContaining("regex:.*(database[.]properties|mariadb[.]pid|accounts[.]sql)");
        assertThat(ProcessHandle.current().children().filter(this::isServerHere))
                .isEmpty();
        start().close();
    }

    private boolean isServerHere(ProcessHandle child) {
        return child.info().commandLine().orElse("").contains("--datadir=" + data.resolve("mariadb"));
    }

    private static void assertGivenUp(EmbeddedDatabase database)
            throws InterruptedException, ExecutionException, TimeoutException {
        DatabaseStartException reason = database.givenUp().get(LIMIT_SECONDS, TimeUnit.SECONDS);
        assertThat(reason.exitStatus()).isEqualTo(69);
        assertThat(reason).hasMessageContaining("5 times within 5 minutes; see ");
    }

    private static long kill(EmbeddedDatabase database) throws Exception {
        ProcessHandle server = ProcessHandle.of(database.pid()).orElseThrow();
        server.destroyForcibly();
        server.onExit().get(LIMIT_SECONDS, TimeUnit.SECONDS);
        return server.pid();
    }

    private static boolean answers(JdbcAddress address) {
        try {
            return query(address, "SELECT 1").equals("1");
        } catch (SQLException e) {
            return false;
        }
    }

    private EmbeddedDatabase start() {
        return EmbeddedDatabase.start(data, List.of("wizd_main"), POOL_BYTES);
    }
}
