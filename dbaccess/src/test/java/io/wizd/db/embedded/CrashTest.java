package io.wizd.db.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class CrashTest {

    private static final long POOL_BYTES = 32L << 20;

    @TempDir
    Path data;

    @Test
    void killedJvmTakesItsServerAlongAndLosesNothingCommitted() throws Exception {
        ProcessHandle server;
        int acknowledged;
        try (ChildJvm child = ChildJvm.run(HoldDatabase.class, Map.of(), data)) {
            server = ProcessHandle.of(Long.parseLong(child.line().split(" ", -1)[1]))
                    .orElseThrow();
            do {
                acknowledged = Integer.parseInt(child.line());
            } while (acknowledged < 300);
            child.kill();
        }

        server.onExit().get(60, TimeUnit.SECONDS);
        try (EmbeddedDatabase database = start();
                Connection connection = database.owner("wizd_main").connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT COUNT(*), MAX(n) FROM committed")) {
            row.next();
            assertThat(row.getInt(1)).isGreaterThanOrEqualTo(acknowledged).isEqualTo(row.getInt(2));
        }
    }

    @Test
    void serverLeftOverIsEndedByTheNextStart() throws Exception {
        start().close();
        Process leftOver = withoutItsJvm();

        try (EmbeddedDatabase database = start()) {
            assertThat(leftOver.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(database.pid()).isNotEqualTo(leftOver.pid());
        } finally {
            leftOver.destroyForcibly();
        }
    }

    @Test
    void stalePidFileThatNamesAnotherProgramIsNoDangerToIt() throws Exception {
        Process innocent = new ProcessBuilder("sleep", "1000").start();
        try {
            endLeftOver(innocent.pid() + "\n");

            assertThat(innocent.isAlive()).isTrue();
        } finally {
            innocent.destroyForcibly();
        }
    }

    @Test
    void stalePidFileThatNamesTheServerOfAnotherDirectoryIsNoDangerToIt(@TempDir Path other) throws Exception {
        try (EmbeddedDatabase neighbour = EmbeddedDatabase.start(other, List.of("wizd_main"), POOL_BYTES)) {
            endLeftOver(neighbour.pid() + "\n");

            assertThat(ProcessHandle.of(neighbour.pid())).get().matches(ProcessHandle::isAlive);
        }
    }

    @Test
    void pidFileOfNonsenseIsNoObstacle() throws Exception {
        for (String nonsense :
                List.of("", "nobody", "-1", "0", "1", "\0\u00ff", "999999999999999999", "9".repeat(99))) {
            endLeftOver(nonsense);
        }
    }

    @Test
    void firstStartThatWasKilledHalfWayIsStartedOver() throws Exception {
        Path part = Files.createDirectories(data.resolve("mariadb.part/mysql"));
        Files.writeString(part.resolve("half.frm"), "half");
        Files.writeString(data.resolve("bootstrap.sql"), "half");

        start().close();

        assertThat(data).isDirectoryNotContaining("regex:.*([.]part|bootstrap[.]sql)");
    }

    @Test
    void serverThatDiesAloneCanStillBeClosedAndStartedAgain() throws Exception {
        EmbeddedDatabase database = start();
        ProcessHandle server = ProcessHandle.of(database.pid()).orElseThrow();
        server.destroyForcibly();
        server.onExit().get(60, TimeUnit.SECONDS);

        database.close();

        start().close();
    }

    @Test
    void directoryInUseByAnotherProcessIsRefusedAndLeftAlone() throws Exception {
        try (ChildJvm child = ChildJvm.run(HoldDatabase.class, Map.of(), data)) {
            String ready = child.line();

            assertThatThrownBy(this::start)
                    .isInstanceOf(DatabaseStartException.class)
                    .hasMessageMatching("data directory .* is in use by another wizd \\(process [0-9]+\\);"
                            + " stop it or choose another directory");

            assertThat(ProcessHandle.of(Long.parseLong(ready.split(" ", -1)[1])))
                    .get()
                    .matches(ProcessHandle::isAlive);
            assertThat(data.resolve("database.properties")).exists();
        }
    }

    @Test
    void directoryInUseByThisProcessIsRefusedUntilItIsClosed() {
        try (EmbeddedDatabase database = start()) {
            assertThatThrownBy(this::start).hasMessageContaining("is in use by another wizd");
            assertThatThrownBy(this::start).hasMessageContaining("is in use by another wizd");
            assertThat(ProcessHandle.of(database.pid())).get().matches(ProcessHandle::isAlive);
        }
        start().close();
    }

    /** A server as a killed wizd would leave it where nothing ends it with its JVM. */
    private Process withoutItsJvm() throws IOException {
        try (DataDirectory directory = DataDirectory.open(data)) {
            MariaDbOptions options = new MariaDbOptions(ServerBinaries.unpacked(data), directory, POOL_BYTES);
            List<String> command = options.serve(0, Files.writeString(data.resolve("init.sql"), "SELECT 1;\n"));
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(data.resolve("left-over.log").toFile())
                    .start();
            Files.writeString(directory.pidFile(), process.pid() + "\n");
            return process;
        }
    }

    private void endLeftOver(String pidFile) throws IOException {
        try (DataDirectory directory = DataDirectory.open(data)) {
            Files.writeString(directory.pidFile(), pidFile);
            LeftOverServer.end(directory);
            assertThat(directory.pidFile()).doesNotExist();
        }
    }

    private EmbeddedDatabase start() {
        return EmbeddedDatabase.start(data, List.of("wizd_main"), POOL_BYTES);
    }
}
