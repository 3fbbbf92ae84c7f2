package io.wizd.server.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpServer;
import io.wizd.program.ProcessIdentity;
import io.wizd.server.Version;
import io.wizd.server.setup.StartException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstanceTest {
    @TempDir
    Path path;

    @Test
    void oneAtATimeFromStartingToServingToDown() throws IOException {
        DataFolder folder = DataFolder.made(path.resolve("a/b"));
        Daemon daemon = new Daemon(folder);
        long self = ProcessHandle.current().pid();
        assertThat(daemon.condition()).isEqualTo(new Condition.Down());
        try (Instance instance = Instance.take(folder)) {
            assertThat(daemon.condition()).isEqualTo(new Condition.Changing(self));
            assertThatExceptionOfType(StartException.class)
                    .isThrownBy(() -> Instance.take(folder))
                    .withMessageContaining("in use by another wizd (process " + self + ")")
                    .satisfies(e -> assertThat(e.exitStatus()).isEqualTo(75));
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/health/live", exchange -> {
                exchange.sendResponseHeaders(200, -1);
                exchange.close();
            });
            server.start();
            String url = "http://127.0.0.1:" + server.getAddress().getPort();
            Launch launch = new Launch("/wizd.conf", "production", "", "8711", "production");
            instance.serves(url, launch);
            assertThat(daemon.condition()).isEqualTo(new Condition.Up(self, url, Version.current(), launch));
            server.stop(0);
            assertThat(daemon.condition())
                    .as("it says so, and does not answer")
                    .isEqualTo(new Condition.Silent(self, url, launch));
            instance.ends();
            assertThat(daemon.condition()).isEqualTo(new Condition.Changing(self));
        }
        assertThat(daemon.condition()).isEqualTo(new Condition.Down());
        assertThat(folder.pidFile()).doesNotExist();
        Instance.take(folder).close();
    }

    @Test
    void aDirectoryThatIsAFileIsTold() throws IOException {
        Daemon daemon = new Daemon(new DataFolder(Files.createFile(path.resolve("file"))));

        assertThatExceptionOfType(StartException.class)
                .isThrownBy(daemon::condition)
                .withMessage(
                        "data directory " + path.resolve("file") + " is a file; choose another directory (--data DIR)");
    }

    @Test
    void filesWithoutTheLockAreThoseOfADeadServerWhomeverTheyName() throws IOException {
        DataFolder folder = new DataFolder(path);
        new RunState(ProcessIdentity.ofThis(), "http://127.0.0.1:1", "1", Launch.UNKNOWN).write(folder);
        Daemon daemon = new Daemon(folder);
        assertThat(daemon.condition()).isInstanceOf(Condition.Dead.class);
        assertThat(daemon.stop())
                .as("this very process would have been stopped")
                .isEqualTo(Daemon.Stopped.WAS_DOWN);
        assertThat(daemon.condition()).isEqualTo(new Condition.Down());
    }

    @Test
    void aProcessIsTheSameOnlyWithTheSameStart() throws IOException, InterruptedException {
        Process sleep = new ProcessBuilder("sleep", "600").start();
        try {
            ProcessIdentity identity = ProcessIdentity.of(sleep.pid()).orElseThrow();
            assertThat(identity.process()).isPresent();
            assertThat(new ProcessIdentity(sleep.pid(), identity.started() + "0").process())
                    .isEmpty();
            sleep.destroyForcibly().waitFor();
            assertThat(identity.process()).isEmpty();
        } finally {
            sleep.destroyForcibly();
        }
    }

    @Test
    void whatIsNoFolderIsRefusedByName() throws IOException {
        Path file = Files.createFile(path.resolve("file"));
        assertThatExceptionOfType(StartException.class)
                .isThrownBy(() -> DataFolder.made(file))
                .withMessageContaining(file.toString());
        assertThatExceptionOfType(StartException.class)
                .isThrownBy(() -> DataFolder.made(file.resolve("below")))
                .withMessageContaining(file.toString());
    }
}
