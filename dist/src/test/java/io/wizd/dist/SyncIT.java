package io.wizd.dist;

import static org.assertj.core.api.Assertions.assertThat;

import io.wizd.db.testing.Eventually;
import io.wizd.dist.Distribution.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** {@code bin/sync} and {@code bin/wizd partitions} beside a running server, as an operator uses them. */
@Execution(ExecutionMode.CONCURRENT)
class SyncIT {
    private static final String SYNC = Distribution.HOME.resolve("bin/sync").toString();
    private static final int KEYS = 1_000;
    private static final int KEYS_A_BATCH = 500;

    private static final String TWO = "[{ name = p1 }, { name = p2 }]";
    private static final String THREE = "[{ name = p1 }, { name = p2 }, { name = p3 }]";
    private static final String THIRD_LEAVES = "[{ name = p1 }, { name = p2 }, { name = p3, leaving = true }]";

    @TempDir
    Path folder;

    @Test
    void ofThreeAtOnceExactlyOneRuns() throws IOException {
        Path config = config(TWO);
        Path data = folder.resolve("data");
        try (RunningWizd wizd = RunningWizd.onSetUp(data, "--config", config.toString())) {
            set(wizd);
            List<Process> three = new ArrayList<>();
            try {
                // The one that has the lease cannot forget the changes before the others have seen that it is taken.
                new DataFiles(data).whileLocked("wizd_p1.kv_change", () -> {
                    Stream.generate(() -> start(data, config)).limit(3).forEach(three::add);
                    Eventually.await(
                            "two have ended",
                            () -> three.stream().filter(Process::isAlive).count() == 1);
                });
                assertThat(three.stream().map(SyncIT::statusOf)).containsExactlyInAnyOrder(0, 75, 75);
            } finally {
                three.forEach(Process::destroyForcibly);
            }
            assertThat(new DataFiles(data).rows("wizd_main.lease")).isZero();
            assertThat(new DataFiles(data).rows("wizd_p1.kv_change")).isZero();
        }
    }

    private Process start(Path data, Path config) {
        try {
            List<String> command =
                    List.of(SYNC, "--once", "--quiet", "--data", data.toString(), "--config", config.toString());
            return Distribution.builder(command, Map.of())
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static int statusOf(Process process) {
        try {
            assertThat(process.waitFor(Distribution.LIMIT_SECONDS, TimeUnit.SECONDS))
                    .isTrue();
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aPartitionComesAndGoesAndEveryKeyStaysReadable() throws IOException {
        Path data = folder.resolve("data");
        Path two = config(TWO);
        try (RunningWizd wizd = RunningWizd.onSetUp(data, "--config", two.toString())) {
            set(wizd);
            assertThat(sync(data, two).out())
                    .matches("sync: 0 entries sent, 0 moved, 0 tombstones purged, in \\d+\\.\\d s\n");
            Result again = sync(data, two, "--quiet");
            assertThat(again.out() + again.err()).isEmpty();
        }

        Path three = config(THREE);
        try (RunningWizd wizd = RunningWizd.on(data, "--config", three.toString())) {
            allReadable(wizd);
            assertThat(partitions(data, three)).hasSize(4);
            assertThat(partitions(data, three).getFirst()).matches("NAME  STATE +KEYS +SHARE +LAG +PENDING");
            assertThat(partitions(data, three).getLast()).matches("p3    moving +0 +0\\.0 % +0 s +0");
            assertThat(sync(data, three).out()).matches("(?s)sync: (\\d+) entries sent, \\1 moved, .*");
            allReadable(wizd);
            assertThat(partitions(data, three).getLast()).matches("p3    up +[1-9]\\d+ +\\d+\\.\\d % +0 s +0");
            Result json =
                    Distribution.wizd("partitions", "--json", "--data", data.toString(), "--config", three.toString());
            assertThat(json.out()).startsWith("[{\"name\":\"p1\",\"state\":\"up\",\"keys\":");
            Result status = sync(data, three, "--status");
            assertThat(status.out().lines().findFirst()).contains("NAME  STATE  KEYS  CHANGES  LAG  PENDING  SETTLED");
            assertThat(status.out().lines().skip(1)).hasSize(3).allMatch(line -> line.endsWith("  yes"));
        }

        Result tooEarly =
                Distribution.wizd("run", "--port", "0", "--data", data.toString(), "--config", two.toString());
        assertThat(tooEarly.status()).isEqualTo(78);
        assertThat(tooEarly.err().lines().filter(line -> line.startsWith("wizd: ")))
                .containsExactly("wizd: partition p3 still holds keys: keep its line in wizd.database.partitions with"
                        + " leaving = true until bin/sync has moved them");

        Path leaving = config(THIRD_LEAVES);
        try (RunningWizd wizd = RunningWizd.on(data, "--config", leaving.toString())) {
            allReadable(wizd);
            sync(data, leaving);
            allReadable(wizd);
            assertThat(partitions(data, leaving).getLast()).matches("p3    leaving +0 +0\\.0 % +0 s +0");
        }
        try (RunningWizd wizd = RunningWizd.on(data, "--config", two.toString())) {
            allReadable(wizd);
        }
    }

    @Test
    void whatIsWrongIsToldInOneLine() throws IOException {
        Path data = folder.resolve("data");
        Result down = run(data, config(TWO));
        assertThat(down.status()).isEqualTo(69);
        assertThat(down.err())
                .isEqualTo("sync: no wizd runs on " + data + ": start it with bin/wizd start, or name its --data\n");
        assertThat(Distribution.wizd("partitions", "--data", data.toString()).status())
                .isEqualTo(69);

        Result wrong = run(data, config("[{ nam = p1 }]"));
        assertThat(wrong.status()).isEqualTo(78);
        assertThat(wrong.err()).startsWith("sync: ").contains("nam is unknown");

        Result use = Distribution.run(List.of(SYNC, "--twice"), Map.of());
        assertThat(use.status()).isEqualTo(64);
        assertThat(use.err()).contains("--twice", "bin/sync --help").hasLineCount(1);
        assertThat(Distribution.run(List.of(SYNC, "--help"), Map.of()).out()).contains("--once", "--status");
    }

    private Path config(String partitions) throws IOException {
        Path file = Files.createTempFile(folder, "wizd", ".conf");
        Files.writeString(
                file, "wizd { fixtures = false, kv.syncInterval = 0 s, database.partitions = " + partitions + " }\n");
        return file;
    }

    private static Result run(Path data, Path config, String... more) {
        List<String> command = new ArrayList<>(List.of(SYNC, "--data", data.toString(), "--config", config.toString()));
        command.addAll(List.of(more));
        return Distribution.run(command, Map.of());
    }

    private static Result sync(Path data, Path config, String... more) {
        Result result = run(data, config, more);
        assertThat(result.status()).as("%s", result).isZero();
        // On a busy machine it is slow enough to say how far it is.
        assertThat(result.err()).matches("(sync: p\\d, \\w+, [\\d,]+ keys\n)*");
        return result;
    }

    private static List<String> partitions(Path data, Path config) {
        Result result = Distribution.wizdHere("partitions", "--data", data.toString(), "--config", config.toString());
        assertThat(result.status()).as("%s", result).isZero();
        return result.out().lines().toList();
    }

    private static void set(RunningWizd wizd) {
        batches(wizd, i -> "{\"op\":\"set\",\"key\":\"key-" + i + "\",\"value\":" + i + "}");
    }

    private static void allReadable(RunningWizd wizd) {
        String replies = batches(wizd, i -> "{\"op\":\"get\",\"key\":\"key-" + i + "\"}");
        for (int i = 0; i < KEYS; i++) {
            assertThat(replies).contains("\"key\":\"key-" + i + "\",\"value\":" + i + ",");
        }
    }

    private interface Operation {
        String on(int key);
    }

    private static String batches(RunningWizd wizd, Operation operation) {
        return IntStream.range(0, KEYS / KEYS_A_BATCH)
                .mapToObj(batch -> IntStream.range(batch * KEYS_A_BATCH, (batch + 1) * KEYS_A_BATCH)
                        .mapToObj(operation::on)
                        .collect(Collectors.joining(",", "{\"operations\":[", "]}")))
                .map(body -> wizd.request("POST", "/messages/kv-batch", body))
                .peek(reply -> assertThat(reply).doesNotContain("\"Error\":4", "\"Error\":5"))
                .collect(Collectors.joining());
    }
}
