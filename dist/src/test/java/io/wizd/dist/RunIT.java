package io.wizd.dist;

import static org.assertj.core.api.Assertions.assertThat;

import io.wizd.dist.Distribution.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code bin/wizd run} in a terminal. */
class RunIT {
    @Test
    void theUsersJvmOptionsOverruleOurs() {
        for (String command : List.of("run", "stop")) {
            Result result = Distribution.run(
                    List.of(Distribution.WIZD, command, "--help"),
                    Map.of("WIZD_JAVA_OPTS", "-Xmx256m -XX:+PrintFlagsFinal"));
            assertThat(result.status()).as("%s", result).isZero();
            assertThat(result.out()).containsPattern(" MaxHeapSize += 268435456 ");
        }
    }

    @Test
    void servesWhatItSaysUntilCtrlCAndKeepsTheData(@TempDir Path folder) throws IOException {
        Path data = folder.resolve("my data");
        DataFiles files = new DataFiles(data);
        // A first start does the most that a start can, and goes into the smallest heap that is not refused.
        String smallest = System.getenv().getOrDefault("WIZD_JAVA_OPTS", "") + " -Xmx256m";
        try (RunningWizd wizd = RunningWizd.on(data, Map.of("WIZD_JAVA_OPTS", smallest))) {
            assertThat(wizd.lines().getFirst())
                    .isEqualTo("wizd ready on http://127.0.0.1:" + wizd.port() + " (data: " + data + ")");
            assertThat(wizd.commands()).hasSize(3);
            assertThat(wizd.commands()).allSatisfy(command -> {
                Result result = Distribution.shell(command);
                assertThat(result.status()).as("%s: %s", command, result).isZero();
                assertThat(result.err()).isEmpty();
            });
            assertThat(Distribution.shell(wizd.commands().getFirst()).out()).endsWith("\"world\"");
            assertThat(Distribution.shell(wizd.commands().getLast()).out()).contains("\"rejected\":0");

            assertThat(String.join("\n", wizd.lines())).contains(files.adminPassword());
            assertThat(Files.getPosixFilePermissions(data.resolve("admin-password")))
                    .isEqualTo(PosixFilePermissions.fromString("rw-------"));
            assertThat(members(files)).isEqualTo(1_001);
            assertThat(files.rows("wizd_main.wiz_card_user")).isEqualTo(20);

            ProcessHandle database = files.database().orElseThrow();
            assertThat(environment(wizd.pid())).contains("MALLOC_ARENA_MAX=2");
            assertThat(environment(database.pid())).doesNotContain("MALLOC_");
            wizd.pressCtrlC();
            assertThat(wizd.waitForEnd()).isEqualTo(130);
            assertThat(database.isAlive()).isFalse();
            assertThat(wizd.errors()).doesNotContain("WARN").doesNotContain("Exception");
        }
        try (RunningWizd wizd = RunningWizd.on(data)) {
            assertThat(wizd.request("GET", "/kv/hello", null)).isEqualTo("\"world\"");
            assertThat(String.join("\n", wizd.lines())).doesNotContain(files.adminPassword());
            assertThat(members(files)).isEqualTo(1_001);
        }
    }

    @Test
    void twoRunSideBySideAndATakenPortOrDirectoryIsRefused(@TempDir Path folder) throws IOException {
        Path first = folder.resolve("first");
        Path second = folder.resolve("second");
        try (RunningWizd one = RunningWizd.onSetUp(first);
                RunningWizd other = RunningWizd.onSetUp(second)) {
            one.request("PUT", "/kv/who", "\"one\"");
            other.request("PUT", "/kv/who", "\"other\"");
            assertThat(one.request("GET", "/kv/who", null)).isEqualTo("\"one\"");
            assertThat(other.request("GET", "/kv/who", null)).isEqualTo("\"other\"");

            assertRefused(
                    Distribution.wizd("run", "--port", "0", "--data", first.toString()),
                    75,
                    "wizd: data directory " + first + " is in use by another wizd (process " + one.pid() + ")");
            Result start = Distribution.wizd(
                    "start",
                    "--port",
                    Integer.toString(one.port()),
                    "--data",
                    folder.resolve("third").toString());
            assertRefused(
                    start,
                    73,
                    "wizd: cannot listen on 127.0.0.1:" + one.port()
                            + ": Address already in use (another port: --port N)");
        }
    }

    @Test
    void aFirstStartThatWasKilledIsFinishedByTheNext(@TempDir Path data) throws IOException {
        DataFiles files = new DataFiles(data);
        String password;
        try (RunningWizd wizd = RunningWizd.onSetUp(data)) {
            password = files.adminPassword();
            // As if it had been killed with the password kept, half of the samples loaded and no account made.
            files.execute("DELETE FROM wizd_main.account");
            files.execute("DELETE FROM wizd_p1.member WHERE account_id > 20");
            files.execute("DELETE FROM wizd_main.wiz_card_user WHERE id > 10");
            wizd.kill();
            wizd.waitForEnd();
        }
        try (RunningWizd wizd = RunningWizd.on(data)) {
            assertThat(files.adminPassword()).isEqualTo(password);
            assertThat(String.join("\n", wizd.lines())).contains(password);
            assertThat(members(files)).isEqualTo(1_000);
            assertThat(files.rows("wizd_main.wiz_card_user")).isEqualTo(20);
            assertThat(Distribution.shell(wizd.commands().getLast()).out()).contains("\"rejected\":0");
        }
    }

    @Test
    void productionLogsJsonAndLoadsNoSamples(@TempDir Path data) throws IOException {
        Map<String, String> variables = Map.of("WIZD_PROFILE", "production", "WIZD_PORT", "0");
        Result start = Distribution.run(List.of(Distribution.WIZD, "start", "--data", data.toString()), variables);
        try {
            assertThat(start.status()).as("%s", start).isZero();
            DataFiles files = new DataFiles(data);
            assertThat(start.out()).contains(files.adminPassword());
            assertThat(members(files)).isZero();
            assertThat(Files.readAllLines(data.resolve("wizd.log")))
                    .isNotEmpty()
                    .allSatisfy(line -> assertThat(line).startsWith("{").endsWith("}"));
            assertThat(Files.readString(data.resolve("wizd.log")))
                    .doesNotContain(files.adminPassword())
                    .contains("ready on http");
        } finally {
            assertThat(Distribution.wizd("stop", "--data", data.toString()).status())
                    .isZero();
        }
    }

    private static long members(DataFiles files) {
        return files.rows("wizd_p1.member") + files.rows("wizd_p2.member");
    }

    private static void assertRefused(Result result, int status, String beginning) {
        assertThat(result.status()).as("%s", result).isEqualTo(status);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).startsWith(beginning).hasLineCount(1);
    }

    private static String environment(long pid) throws IOException {
        return Files.readString(Path.of("/proc", Long.toString(pid), "environ"));
    }
}
