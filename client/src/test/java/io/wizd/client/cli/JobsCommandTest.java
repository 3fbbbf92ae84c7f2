package io.wizd.client.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code wiz jobs} and {@code wiz members export}. */
@Timeout(180)
class JobsCommandTest {
    private static final String RUNNING = "{\"job\":8,\"state\":\"running\",\"rows\":1000,\"inserted\":1000,"
            + "\"begun\":\"2026-11-28T19:21:00.123Z\",\"bytes\":25000000,\"bytesTotal\":60000000,\"timeLeftMs\":5000,\"elapsedMs\":100,\"file\":\"b\\n.csv\"}";
    private static final String DONE = "{\"job\":7,\"state\":\"done\",\"rows\":12,\"skipped\":11,\"rejected\":1}";
    private static final String DRY_RUN =
            "{\"job\":6,\"state\":\"done\",\"rows\":2,\"elapsedMs\":75000,\"file\":\"a.csv\",\"dryRun\":true}";

    @TempDir
    private Path folder = Path.of("");

    private FakeRest server;
    private WizProcess wiz;
    private WizCall call;

    @BeforeEach
    void start() throws IOException {
        server = new FakeRest();
        wiz = new WizProcess(folder, server.port());
        call = new WizCall(server.port());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void thePasswordOfAnotherServerIsNotSent() throws Exception {
        wiz.ownsServer("secret");
        Files.delete(folder.resolve("wizd.properties"));
        server.on("GET /api/jobs/", 200, "application/json", "{\"jobs\":[]}");

        wiz.run("jobs");

        assertThat(server.requests().getFirst().header("Authorization")).isEmpty();
    }

    @Test
    void listsJobs() throws Exception {
        wiz.ownsServer("secret");
        server.on(
                "GET /api/jobs/",
                200,
                "application/json",
                "{\"jobs\":[" + RUNNING + "," + DONE + "," + DRY_RUN + "],\"next\":3}");
        ProcessBuilder builder = wiz.builder("jobs");
        builder.environment().put("TZ", "UTC");
        WizProcess.Result result = wiz.runWithInput("", builder);
        assertThat(result.out()).isEqualTo("""
                    JOB  STATE      BEGUN                   TOOK           ROWS       INSERTED        UPDATED        SKIPPED       REJECTED  FILE
                      8  running    2026-11-28 19:21       0.1 s          1,000          1,000              0              0              0  b\\u000a.csv
                      7  done                              0.0 s             12              0              0             11              1
                      6  done                         1 min 15 s              2              0              0              0              0  a.csv (dry run)
                """);
        assertThat(result.status()).isZero();
        assertThat(server.requests().getFirst().header("Authorization")).startsWith("Basic ");
    }

    @Test
    void oneSaysWhenItBegan() throws Exception {
        server.on("GET /api/jobs/8", 200, "application/json", RUNNING);
        assertThat(call.run("jobs", "8").out()).containsPattern("\nbegun 2026-11-2[789] [0-9]{2}:[0-9]{2}\n");
    }

    @Test
    void cancelsOne() throws Exception {
        server.on("DELETE /api/jobs/8", 200, "application/json", RUNNING);
        server.on("GET /api/jobs/8", 200, "application/json", RUNNING);
        WizCall.Result result = call.run("jobs", "8", "--cancel");
        assertThat(result.out())
                .startsWith("job 8 running: b\\u000a.csv, 1,000 rows in 0.1 s\n")
                .endsWith("25.0 MB of 60.0 MB, 5.0 s left; it ends at its next chunk\n");
        assertThat(result.status()).isZero();
        assertThat(server.requests()).extracting(FakeRest.Request::line).contains("DELETE /api/jobs/8");
    }

    @Test
    void aJobThatHasEndedIsNotCancelled() throws Exception {
        server.on("GET /api/jobs/7", 200, "application/json", DONE);
        WizCall.Result result = call.run("jobs", "7", "--cancel");
        assertThat(result.out()).startsWith("job 7 done: 12 rows in");
        assertThat(result.err()).isEqualTo("job 7 had ended already: there was nothing to cancel\n");
        assertThat(server.requests()).extracting(FakeRest.Request::line).containsOnly("GET /api/jobs/7");
    }

    @Test
    void rejectedRowsDoNotReplaceAFileUnlessToldTo() throws Exception {
        Path rejects = Files.writeString(folder.resolve("r.csv"), "corrected");
        for (String[] command : new String[][] {{"jobs", "7"}, {"members", "import", "pom.xml"}}) {
            List<String> arguments = new ArrayList<>(List.of(command));
            arguments.addAll(List.of("--rejects", rejects.toString()));
            WizCall.Result result = call.run(arguments.toArray(String[]::new));
            assertThat(result.err())
                    .isEqualTo("wiz: " + rejects
                            + " exists already: name another file, or say --force to write over it\n");
            assertThat(result.status()).isEqualTo(73);
        }
        assertThat(rejects).hasContent("corrected");
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void fetchesRejectedRows() throws Exception {
        server.on("GET /api/jobs/7", 200, "application/json", DONE);
        server.on("GET /api/jobs/7/rejects", 200, "text/csv", "a\n");
        Path rejects = Files.writeString(folder.resolve("r.csv"), "what was there before");
        WizCall.Result result = call.run("jobs", "7", "--rejects", rejects.toString(), "--force");
        assertThat(result.out()).contains("all rejected rows are in " + rejects);
        assertThat(rejects).hasContent("a\n");
    }

    @Test
    void rejectedRowsGoToStandardOutputAlone() throws Exception {
        server.on("GET /api/jobs/7", 200, "application/json", DONE);
        server.on("GET /api/jobs/7/rejects", 200, "text/csv", "a\n");
        WizProcess.Result result = wiz.run("jobs", "7", "--rejects", "-");
        assertThat(result.out()).isEqualTo("a\n");
        assertThat(result.err())
                .startsWith("job 7 done: 12 rows in")
                .endsWith("all rejected rows are on standard output, to correct and import\n");
        assertThat(folder.resolve("-")).doesNotExist();
    }

    @Test
    void aJobThatIsNotThereIsOneLine() throws Exception {
        String problem = "{\"code\":\"NOT_FOUND\",\"detail\":\"no such job: 9\"}";
        server.on("GET /api/jobs/9", 404, "application/problem+json", problem);
        WizCall.Result result = call.run("jobs", "9");
        assertThat(result.err()).isEqualTo("wiz: the server refuses: 404 NOT_FOUND: no such job: 9\n");
        assertThat(result.status()).isEqualTo(1);
    }

    @Test
    void exportsToStandardOutput() throws Exception {
        server.on("GET /api/members/", 200, "text/csv", "id,first_name\n1,Änn\n");
        WizProcess.Result result = wiz.run("members", "export", "--aid", "90001", "--ph", "+49", "--cmid", "5");
        assertThat(result.out()).isEqualTo("id,first_name\n1,Änn\n");
        assertThat(result.err()).isEmpty();
        FakeRest.Request request = server.requests().getFirst();
        assertThat(request.line()).isEqualTo("GET /api/members/?aid=90001&ph=%2B49&cmid=5");
        assertThat(request.header("Accept")).isEqualTo("text/csv");
    }

    @Test
    void anExportEndsInSilenceOnceNobodyReadsIt() throws Exception {
        server.on("GET /api/members/", exchange -> {
            FakeRest.stream(exchange, "id,first_name");
            byte[] row = "1,Ann\n".getBytes(StandardCharsets.UTF_8);
            while (true) {
                exchange.getResponseBody().write(row);
            }
        });
        Process process = wiz.builder("members", "export")
                .redirectError(folder.resolve("err").toFile())
                .start();
        try (BufferedReader out = process.inputReader()) {
            assertThat(out.readLine()).isEqualTo("id,first_name");
            out.close();
            assertThat(process.waitFor()).isEqualTo(141);
        } finally {
            process.destroyForcibly();
        }
        assertThat(folder.resolve("err")).isEmptyFile();
    }

    @Test
    void anExportThatBreaksOffLeavesTheOldFile() throws Exception {
        server.on("GET /api/members/", exchange -> {
            FakeRest.stream(exchange, "id,first_name", "1,Ann");
            throw new IOException("the connection is closed by this");
        });
        Path file = Files.writeString(folder.resolve("m.csv"), "old");
        WizCall.Result result = call.run("members", "export", "--output", file.toString());
        assertThat(result.err()).startsWith("wiz: the connection was lost before the end of the reply");
        assertThat(result.status()).isEqualTo(69);
        assertThat(file).hasContent("old");
        assertThat(folder.resolve("m.csv.part")).doesNotExist();
    }
}
