package io.wizd.client.cli;

import static io.wizd.client.cli.ImportBed.BATCH;
import static io.wizd.client.cli.ImportBed.DONE;
import static io.wizd.client.cli.ImportBed.RUNNING;
import static org.assertj.core.api.Assertions.assertThat;

import io.wizd.client.Eventually;
import io.wizd.client.cli.WizCall.Result;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code wiz members import} tells what became of the rows, also where the connection is lost or Ctrl-C stops it. */
@Timeout(180)
class MembersImportTest {
    private static final String WITH_REJECTS = """
            {"job":7,"state":"done","rows":1000000,"inserted":989990,"updated":5,"skipped":5,"rejected":10000,\
            "repeated":3,"unknownColumns":["colour","size\\u001b[2J"],"ignoredColumns":["id"],"elapsedMs":61000,\
            "rejects":[{"line":12,"column":"phone_number","value":"abc\\u001b[2J","reason":"digits only"},\
            {"line":13,"column":"","value":"","reason":"5 columns expected, not 2"}]}""";

    @TempDir
    private Path folder = Path.of("");

    private ImportBed bed;

    @BeforeEach
    void start() throws IOException {
        bed = new ImportBed(folder);
    }

    @AfterEach
    void stop() {
        bed.close();
    }

    @Test
    void tellsTheRejectedRowsAndSavesThem() throws IOException {
        bed.streams(WITH_REJECTS);
        bed.server().on("GET /api/jobs/7/rejects", 200, "text/csv", "a,b\n1,2\n");
        Path rejects = folder.resolve("rejects.csv");
        Result result = bed.wiz("members", "import", bed.members(), "--rejects", rejects.toString());
        assertThat(result.out()).isEqualTo("""
                job 7 done: 1,000,000 rows in 1 min 1 s
                  inserted       989,990
                  updated              5
                  skipped              5
                  rejected        10,000
                  repeated             3  counted above too: a later row has the same key, and wins
                columns left out, which no member has: colour, size\\u001b[2J
                columns left out, which the server makes: id
                the first rejected rows:
                  line 12, phone_number "abc\\u001b[2J": digits only
                  line 13: 5 columns expected, not 2
                all rejected rows are in %s: correct them there, and import it
                """.formatted(rejects));
        assertThat(result.status()).isEqualTo(65);
        assertThat(rejects).hasContent("a,b\n1,2\n");
        assertThat(folder.resolve("rejects.csv.part")).doesNotExist();
    }

    @Test
    void tellsWhatWasDoneWhereTheRejectedRowsCannotBeHad() {
        bed.streams(WITH_REJECTS);
        Path rejects = folder.resolve("rejects.csv");
        Result result = bed.wiz("members", "import", bed.members(), "--rejects", rejects.toString());
        assertThat(result.out()).contains("inserted       989,990", "import: bin/wiz jobs 7 --rejects FILE\n");
        assertThat(result.err()).isEqualTo("wiz: the server refuses: 404\n");
        assertThat(result.status()).isEqualTo(1);
        assertThat(rejects).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource({"failed, 65", "cancelled, 1"})
    void tellsHowElseItEnded(String state, int status) {
        bed.streams("{\"job\":7,\"state\":\"" + state + "\",\"error\":\"more than 5 rows are wrong\"}");
        Result result = bed.wiz("members", "import", bed.members());
        assertThat(result.out()).startsWith("job 7 " + state + ": 0 rows in 0.0 s\n  more than 5 rows are wrong\n");
        assertThat(result.status()).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({
        "400, BAD_FILE, 65, ''",
        "413, TOO_LARGE, 65, ''",
        "401, UNAUTHORIZED, 1, '; name an account that may do this with --user NAME --password-file FILE, or log in (again): bin/wiz login --server SERVER NAME'",
        "403, FORBIDDEN, 1, '; name an account that may do this with --user NAME --password-file FILE, or log in (again): bin/wiz login --server SERVER NAME'",
        "503, UNAVAILABLE, 69, ''"
    })
    void aRefusedFileIsOneLine(int http, String code, int status, String advice) {
        String problem = "{\"title\":\"No\",\"status\":" + http + ",\"code\":\"" + code + "\",\"detail\":\"not so\"}";
        bed.server().on(BATCH, http, "application/problem+json", problem);
        Result result = bed.wiz("members", "import", bed.members());
        assertThat(result.err())
                .isEqualTo("wiz: the server refuses: " + http + " " + code + ": not so"
                        + advice.replace("SERVER", "127.0.0.1:" + bed.server().port()) + "\n");
        assertThat(result.out()).isEmpty();
        assertThat(result.status()).isEqualTo(status);
    }

    @Test
    void asksForTheJobWhereTheConnectionIsLost() {
        AtomicInteger asked = new AtomicInteger();
        bed.server().on(BATCH, exchange -> {
            FakeRest.stream(exchange, RUNNING, "{\"job\":7,\"sta");
            throw new IOException("the connection is closed by this");
        });
        bed.server().on("GET /api/jobs/7", exchange -> {
            switch (asked.incrementAndGet()) {
                case 1 -> throw new IOException("away");
                case 2 -> FakeRest.reply(exchange, 200, "application/json", RUNNING);
                default -> FakeRest.reply(exchange, 200, "application/json", DONE);
            }
        });
        Result result = bed.wiz("members", "import", bed.members());
        assertThat(result.err())
                .isEqualTo(
                        "wiz: the connection was lost; job 7 goes on; asking for it until nobody has answered for 3 min\n");
        assertThat(result.out()).startsWith("job 7 done");
        assertThat(result.status()).isZero();
        assertThat(asked).hasValue(3);
    }

    @Test
    void aServerThatIsLostBeforeItNamesTheJobIsStatus69() {
        bed.server().on(BATCH, exchange -> {
            throw new IOException("the connection is closed by this");
        });
        Result result = bed.wiz("members", "import", bed.members());
        assertThat(result.err())
                .startsWith("wiz: the connection to 127.0.0.1:")
                .endsWith("; the server may have the whole file: see bin/wiz jobs\n");
        assertThat(result.status()).isEqualTo(69);
        assertThat(bed.server().requests()).hasSize(1);
    }

    @Test
    void detachedItDoesNotWait() {
        bed.server().on(BATCH, 202, "application/json", "{\"job\":7,\"state\":\"queued\"}");
        Result result = bed.wiz("members", "import", bed.members(), "--detach");
        assertThat(result.out()).isEqualTo("job 7 is queued: bin/wiz jobs 7\n");
        assertThat(result.status()).isZero();
        assertThat(bed.server().requests().getFirst().header("Prefer")).isEqualTo("respond-async");
    }

    @Test
    void ctrlCCancelsTheJobAndTellsWhatWasDone() throws Exception {
        AtomicBoolean cancelled = new AtomicBoolean();
        // The connection is lost first, because wiz tells that, and so that it knows the job.
        bed.streams(RUNNING);
        String end = "{\"job\":7,\"state\":\"cancelled\",\"rows\":600,\"inserted\":600,\"elapsedMs\":900}";
        bed.server()
                .on(
                        "GET /api/jobs/7",
                        exchange -> FakeRest.reply(exchange, 200, "application/json", cancelled.get() ? end : RUNNING));
        bed.server().on("DELETE /api/jobs/7", exchange -> {
            cancelled.set(true);
            FakeRest.reply(exchange, 200, "application/json", RUNNING);
        });
        Process wiz = interruptible("members", "import", bed.members());
        try (BufferedReader err = wiz.errorReader()) {
            assertThat(toldBy(err))
                    .isEqualTo(
                            "wiz: the connection was lost; job 7 goes on; asking for it until nobody has answered for"
                                    + " 3 min");
            interrupt(wiz);
            assertThat(toldBy(err)).isEqualTo("wiz: cancelling job 7");
            assertThat(wiz.inputReader().readLine()).isEqualTo("job 7 cancelled: 600 rows in 0.9 s");
            assertThat(wiz.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(wiz.exitValue()).isEqualTo(130);
        } finally {
            wiz.destroyForcibly();
        }
    }

    /** The next line but for progress, which is told on a machine that is slow enough. */
    private static String toldBy(BufferedReader err) throws IOException {
        String line = err.readLine();
        while (line != null && (line.startsWith("import ") || line.startsWith("upload "))) {
            line = err.readLine();
        }
        return String.valueOf(line);
    }

    @Test
    void ctrlCBeforeTheServerNamesTheJobCancelsItToo() throws Exception {
        CountDownLatch interrupted = new CountDownLatch(1);
        CountDownLatch cancelled = new CountDownLatch(1);
        bed.server().on(BATCH, exchange -> {
            interrupted.await();
            FakeRest.stream(exchange, RUNNING);
            cancelled.await();
            FakeRest.write(exchange, "{\"job\":7,\"state\":\"cancelled\",\"rows\":600,\"elapsedMs\":900}");
            exchange.close();
        });
        bed.server().on("DELETE /api/jobs/7", exchange -> {
            FakeRest.reply(exchange, 200, "application/json", RUNNING);
            cancelled.countDown();
        });
        Process wiz = interruptible("members", "import", bed.members());
        try (BufferedReader err = wiz.errorReader()) {
            Eventually.await("the file is there", () -> !bed.server().requests().isEmpty());
            interrupt(wiz);
            interrupted.countDown();
            assertThat(toldBy(err)).isEqualTo("wiz: cancelling job 7");
            assertThat(wiz.inputReader().readLine()).isEqualTo("job 7 cancelled: 600 rows in 0.9 s");
            assertThat(wiz.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(wiz.exitValue()).isEqualTo(130);
        } finally {
            wiz.destroyForcibly();
        }
    }

    @Test
    void ctrlCOfWhatIsAllOrNoneAndWritesSaysThatItGoesOn() throws Exception {
        bed.streams(RUNNING);
        bed.server().on("GET /api/jobs/7", 200, "application/json", RUNNING);
        bed.server()
                .on(
                        "DELETE /api/jobs/7",
                        409,
                        "application/problem+json",
                        "{\"code\":\"JOB_WRITING\",\"detail\":\"it writes\"}");
        Process wiz = interruptible("members", "import", bed.members(), "--atomic");
        try (BufferedReader err = wiz.errorReader()) {
            assertThat(toldBy(err)).contains("the connection was lost");
            interrupt(wiz);
            assertThat(toldBy(err)).isEqualTo("wiz: cancelling job 7");
            assertThat(toldBy(err))
                    .isEqualTo(
                            "wiz: job 7 goes on: the server refuses: 409 JOB_WRITING: it writes; watch it: bin/wiz jobs 7");
            assertThat(wiz.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(wiz.exitValue()).isEqualTo(130);
        } finally {
            wiz.destroyForcibly();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "failed, true, false, 0, 'nothing was imported: '",
        "done, false, true, 5, 'nothing was imported: '",
        "failed, false, false, 5, 'not all was imported: '"
    })
    void whereMoreThanTheRejectedRowsIsMissingTheFileIsToBeCorrected(
            String state, boolean atomic, boolean dryRun, int inserted, String what) {
        bed.streams("{\"job\":7,\"state\":\"" + state + "\",\"atomic\":" + atomic + ",\"dryRun\":" + dryRun
                + ",\"inserted\":" + inserted + ",\"rejected\":1,\"file\":\"members.csv\"}");
        bed.server().on("GET /api/jobs/7/rejects", 200, "text/csv", "a\n");
        Path rejects = folder.resolve("r.csv");
        assertThat(bed.wiz("members", "import", bed.members()).out())
                .endsWith(what
                        + "correct members.csv, and import it again; its bad lines: bin/wiz jobs 7 --rejects FILE\n");
        assertThat(bed.wiz("members", "import", bed.members(), "--rejects", rejects.toString())
                        .out())
                .endsWith(what + "correct members.csv, whose bad lines are in " + rejects + ", and import it again\n");
    }

    @Test
    void aServerThatStopsSaysSoAndIsAskedAgain() {
        bed.streams(RUNNING, RUNNING.replace("}", ",\"note\":\"the server is stopping; job 7 goes on\"}"));
        AtomicInteger asked = new AtomicInteger();
        bed.server().on("GET /api/jobs/7", exchange -> {
            boolean isStarting = asked.incrementAndGet() == 1;
            FakeRest.reply(exchange, isStarting ? 503 : 200, "application/json", isStarting ? "{}" : DONE);
        });
        Result result = bed.wiz("members", "import", bed.members());
        assertThat(result.err())
                .isEqualTo(
                        "wiz: the server is stopping; job 7 goes on; asking for it until nobody has answered for 3 min\n");
        assertThat(result.out()).startsWith("job 7 done");
        assertThat(result.status()).isZero();
        assertThat(asked).hasValue(2);
    }

    @Test
    void aDirectoryIsNoFile() {
        Result result = bed.wiz("members", "import", folder.toString());
        assertThat(result.err()).isEqualTo("wiz: " + folder + " is a directory: name a file, one at a time\n");
        assertThat(result.status()).isEqualTo(66);
    }

    @Test
    void ctrlCDuringTheUploadSaysThatNothingWasImported() throws Exception {
        Process wiz = interruptible("members", "import", "-");
        try {
            wiz.getOutputStream().write("first_name".getBytes(StandardCharsets.UTF_8));
            wiz.getOutputStream().flush();
            Eventually.await("the request has begun", () -> bed.server().begun() == 1);
            interrupt(wiz);
            assertThat(wiz.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(wiz.errorReader().lines()).containsExactly("wiz: stopped; nothing was imported");
            assertThat(wiz.exitValue()).isEqualTo(130);
        } finally {
            wiz.destroyForcibly();
        }
    }

    private Process interruptible(String... args) throws IOException {
        ProcessBuilder builder = new WizProcess(folder, bed.server().port()).builder(args);
        // A test that runs in the background of a shell has SIGINT ignored, and its children inherit that.
        builder.command().addAll(0, List.of("env", "--default-signal=INT"));
        return builder.start();
    }

    private static void interrupt(Process process) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-s", "INT", Long.toString(process.pid()))
                .start()
                .waitFor();
    }
}
