package io.wizd.dist;

import static org.assertj.core.api.Assertions.assertThat;

import io.wizd.dist.Distribution.Result;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * The server in the background. A command that comes after another test of its process has seen it is one of this JVM, and a
 * start that need not be the first is on a directory that was set up.
 */
@Execution(ExecutionMode.CONCURRENT)
class DaemonIT {
    private static final Pattern READY = Pattern.compile("wizd ready on (http://\\S+) ");

    @TempDir
    Path data;

    @AfterEach
    void stop() {
        here("stop");
    }

    @Test
    void startStatusRestartStop() throws IOException {
        assertThat(wizd("status")).satisfies(result -> {
            assertThat(result.status()).isEqualTo(3);
            assertThat(result.out()).isEqualTo("wizd is down (data: " + data + ")\n");
        });
        Result start = wizd("start", "--port", "0");
        assertThat(start.status()).as("%s", start).isZero();
        URI url = url(start);
        assertThat(RunningWizd.request(url.resolve("/kv/a"), "PUT", "1")).contains("version");

        Result again = wizd("start", "--port", "0");
        assertThat(again.status()).isZero();
        assertThat(again.out()).startsWith("wizd already runs on " + url);
        Path file = Files.writeString(data.resolve("other.conf"), "wizd.fixtures = false\n");
        Result otherwise = wizd("start", "--port", "1", "--config", file.toString());
        assertThat(otherwise.status()).isEqualTo(75);
        assertThat(otherwise.err())
                .startsWith("wizd: already runs on " + url)
                .contains(", started without --port 1 --config " + file + ": run bin/wizd restart --port 1 --config "
                        + file)
                .hasLineCount(1);
        Files.delete(file);

        long pid = new DataFiles(data).pidIn("wizd.pid").orElseThrow();
        Result status = wizd("status");
        assertThat(status.status()).isZero();
        assertThat(status.out())
                .startsWith("wizd is up: process " + pid + ", port " + url.getPort() + ", version ")
                .contains(url.toString())
                .contains(data.toString());

        Result restart = wizd("restart", "--profile", "production");
        assertThat(restart.status()).as("%s", restart).isZero();
        assertThat(restart.out()).startsWith("wizd keeps what it was started with: --port " + url.getPort() + "\n");
        assertThat(new DataFiles(data).pidIn("wizd.pid").orElseThrow()).isNotEqualTo(pid);
        assertThat(url(restart)).isEqualTo(url);
        assertThat(RunningWizd.request(url.resolve("/kv/a"), "GET", null)).contains("UNAUTHORIZED");
        assertThat(wizd("status").out()).contains(", production, ");
        assertThat(wizd("start", "--profile", "development").err())
                .contains(", started without --profile development: run bin/wizd restart --profile development");

        assertThat(filesNotInTheDocs()).isEmpty();
        Result databases = Distribution.wizdHere("db", "status", "--data", data.toString());
        assertThat(databases.status()).as("%s", databases).isZero();
        assertThat(databases.out()).contains("wizd_loader,wizd_app", "MariaDB ").hasLineCount(4);
        ProcessHandle database = new DataFiles(data).database().orElseThrow();
        long restarted = new DataFiles(data).pidIn("wizd.pid").orElseThrow();
        Result stop = wizd("stop");
        assertThat(stop.status()).isZero();
        // Nothing, or a process that is dead and whose parent has not taken note.
        assertThat(Distribution.shell("ps -o stat= -p " + restarted).out()).matches("(Z.*\n)?");
        assertThat(stop.out()).isEqualTo("wizd stopped (data: " + data + ")\n");
        assertThat(database.isAlive()).isFalse();
        assertThat(data.resolve("wizd.pid")).doesNotExist();
        assertThat(here("status").status()).isEqualTo(3);
        assertThat(here("stop").status()).isZero();
    }

    @Test
    void aPidFileThatWasLeftOrNamesAnotherProcessIsNeitherObstacleNorDanger() throws IOException {
        SetUpData.copyTo(data);
        Result start = wizd("start", "--port", "0");
        assertThat(start.status()).as("%s", start).isZero();
        RunningWizd.request(url(start).resolve("/kv/a"), "PUT", "1");
        DataFiles files = new DataFiles(data);
        ProcessHandle server =
                ProcessHandle.of(files.pidIn("wizd.pid").orElseThrow()).orElseThrow();
        server.destroyForcibly();
        server.onExit().join();

        Result dead = here("status");
        assertThat(dead.status()).as("%s", dead).isEqualTo(1);
        Process sleep = new ProcessBuilder("sleep", "600").start();
        try {
            Files.writeString(data.resolve("wizd.pid"), sleep.pid() + "\n");
            Files.writeString(
                    data.resolve("wizd.properties"),
                    "pid=" + sleep.pid() + "\nstarted=" + startOf(sleep.pid())
                            + "\nurl=http://127.0.0.1:1\nversion=0\n");
            assertThat(here("status").status()).isEqualTo(1);
            assertThat(here("stop").out()).startsWith("wizd was not running");
            assertThat(sleep.isAlive()).isTrue();

            Files.writeString(data.resolve("wizd.pid"), sleep.pid() + "\n");
            Files.writeString(
                    data.resolve("wizd.properties"),
                    "pid=" + sleep.pid() + "\nasked.profile=production\nasked.port=1\n");
            Result restart = wizd("start", "--port", "0");
            assertThat(restart.status()).as("%s", restart).isZero();
            assertThat(restart.out())
                    .as("it does not come back open to everybody")
                    .startsWith("wizd keeps what it was started with: --profile production\n");
            assertThat(RunningWizd.request(url(restart).resolve("/kv/a"), "GET", null))
                    .contains("UNAUTHORIZED");
            assertThat(here("stop").out()).startsWith("wizd stopped");
            assertThat(sleep.isAlive()).isTrue();
        } finally {
            sleep.destroyForcibly();
        }
    }

    @Test
    void whatHoldsTheDirectoryAndDoesNotAnswerIsNotUp() throws IOException {
        // This process stands for a server: it holds the lock, and says what one says while it starts, ends or hangs.
        try (FileChannel lock = FileChannel.open(
                        data.resolve("wizd.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                ServerSocket deaf = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(lock.tryLock()).isNotNull();
            say("");
            Result changing = wizd("status");
            assertThat(changing.status()).isEqualTo(4);
            assertThat(changing.out()).startsWith("wizd is starting or stopping: process ");
            assertThat(init("status").status()).isEqualTo(4);

            int port = deaf.getLocalPort();
            deaf.close();
            say("http://127.0.0.1:" + port);
            Result silent = wizd("status");
            assertThat(silent.status()).isEqualTo(4);
            assertThat(silent.out()).startsWith("wizd is there but does not answer http://127.0.0.1:" + port);
            Result start = wizd("start", "--port", "0");
            assertThat(start.status()).isEqualTo(69);
            assertThat(start.err())
                    .contains("does not answer")
                    .contains("bin/wizd restart")
                    .hasLineCount(1);
        }
        assertThat(wizd("status").status()).isEqualTo(1);
    }

    private void say(String url) throws IOException {
        long self = ProcessHandle.current().pid();
        Files.writeString(data.resolve("wizd.pid"), self + "\n");
        Files.writeString(
                data.resolve("wizd.properties"),
                "pid=" + self + "\nstarted=" + startOf(self) + "\nurl=" + url + "\nversion=0\n");
    }

    @Test
    void aStartInVainSaysWhyAndLeavesNothingOfEarlierOnes() throws IOException {
        SetUpData.copyTo(data);
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Path made = data.resolve("new");
            String port = String.valueOf(other.getLocalPort());
            Result taken = Distribution.wizd("start", "--port", port, "--data", made.toString());
            assertThat(taken.status()).as("%s", taken).isEqualTo(73);
            assertThat(taken.err())
                    .startsWith("wizd: cannot listen on 127.0.0.1:")
                    .hasLineCount(1);
            assertThat(made).doesNotExist();

            assertThat(wizd("start", "--port", port).status()).isEqualTo(73);
            assertThat(data.resolve("wizd.out")).content().contains("cannot listen");
            assertThat(here("status").status()).isEqualTo(3);
        }
        assertThat(wizd("start", "--port", "0").status()).isZero();
        assertThat(data.resolve("wizd.out")).content().doesNotContain("cannot listen");
    }

    @Test
    void theInitScriptWorksWithAnEmptyEnvironmentAndTellsTheStatusesOfTheLsb() throws IOException {
        SetUpData.copyTo(data);
        assertThat(init("status").status()).isEqualTo(3);
        assertThat(init("stop").status()).isZero();
        assertThat(init("reload").status()).isEqualTo(3);
        assertThat(init("dance").status()).isEqualTo(2);
        assertThat(init("try-restart").status()).isZero();
        assertThat(init("status").status()).isEqualTo(3);

        Result start = init("start");
        assertThat(start.status()).as("%s", start).isZero();
        assertThat(init("start").status()).isZero();
        assertThat(init("status").status()).isZero();
        Result stop = init("stop");
        assertThat(stop.status()).as("%s", stop).isZero();

        Path file = data.resolve("bad.conf");
        Files.writeString(file, "wizd.port = x\n");
        Result notConfigured = init("start", "WIZD_CONFIG=" + file, "WIZD_PORT=");
        assertThat(notConfigured.status()).as("%s", notConfigured).isEqualTo(6);
        assertThat(init("start", "WIZD_JAVA_HOME=/nowhere").status()).isEqualTo(5);
    }

    /** Of the data directory of a server that runs. */
    private List<String> filesNotInTheDocs() throws IOException {
        String page = Files.readString(Distribution.SOURCES.resolve("docs/operations.md"));
        try (Stream<Path> files = Files.list(data)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !page.contains("`" + name + "`") && !page.contains("`" + name + "/`"))
                    .toList();
        }
    }

    private Result init(String action, String... variables) {
        List<String> command =
                new java.util.ArrayList<>(List.of("env", "-i", "WIZD_DATA=" + data, "WIZD_PORT=0", "WIZD_USER="));
        command.addAll(List.of(variables));
        command.addAll(List.of(Distribution.HOME.resolve("bin/init.d/wizd").toString(), action));
        return Distribution.run(command, Map.of());
    }

    private Result wizd(String command, String... arguments) {
        List<String> all = new java.util.ArrayList<>(List.of(command, "--data", data.toString()));
        all.addAll(List.of(arguments));
        return Distribution.wizd(all.toArray(String[]::new));
    }

    private Result here(String command) {
        return Distribution.wizdHere(command, "--data", data.toString());
    }

    private static URI url(Result start) {
        Matcher ready = READY.matcher(start.out());
        assertThat(ready.find()).as("%s", start).isTrue();
        return URI.create(ready.group(1));
    }

    private static String startOf(long pid) throws IOException {
        String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
        String boot =
                Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
        return boot + "/" + stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[19];
    }
}
