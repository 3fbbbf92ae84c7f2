package io.wizd.client.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.wizd.client.Eventually;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.RandomAccessFile;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(120)
class MembersImportTest {
    private static final String BATCH = "PUT /api/members/batch";
    private static final String CSV = "first_name,last_name\nAnn,Abel\n";
    private static final String RUNNING =
            "{\"job\":7,\"state\":\"running\",\"rows\":1000,\"bytes\":10,\"bytesTotal\":31,\"rowsPerSecond\":500}";
    private static final String DONE =
            "{\"job\":7,\"state\":\"done\",\"rows\":1000,\"inserted\":1000,\"elapsedMs\":2100,"
                    + "\"file\":\"members.csv\",\"somethingNew\":1}";
    private static final String WITH_REJECTS = """
            {"job":7,"state":"done","rows":1000000,"inserted":989990,"updated":5,"skipped":5,"rejected":10000,\
            "repeated":3,"unknownColumns":["colour","size\\u001b[2J"],"ignoredColumns":["id"],"elapsedMs":61000,\
            "rejects":[{"line":12,"column":"phone_number","value":"abc\\u001b[2J","reason":"digits only"},\
            {"line":13,"column":"","value":"","reason":"5 columns expected, not 2"}]}""";

    record Result(int status, String out, String err) {}

    @TempDir
    private Path folder = Path.of("");

    private FakeRest server;
    private Path password;
    private Path members;

    @BeforeEach
    void start() throws IOException {
        server = new FakeRest();
        password = Files.writeString(folder.resolve("admin-password"), "secret\n");
        members = Files.writeString(folder.resolve("members.csv"), CSV);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Result wiz(String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        List<String> all = new ArrayList<>(
                List.of("--server", "127.0.0.1:" + server.port(), "--password-file", password.toString()));
        all.addAll(List.of(args));
        int status = Wiz.run(new PrintWriter(out), new PrintWriter(err), all.toArray(String[]::new));
        return new Result(status, out.toString(), err.toString());
    }

    private void streams(String... lines) {
        server.on(BATCH, exchange -> {
            FakeRest.stream(exchange, lines);
            exchange.close();
        });
    }

    @Test
    void sendsTheFileAndTellsWhatBecameOfIt() {
        streams(RUNNING, DONE);
        Result result = wiz("members", "import", members.toString());
        assertThat(result.err()).isEmpty();
        assertThat(result.out()).isEqualTo("""
                job 7 done: members.csv, 1,000 rows in 2.1 s
                  inserted         1,000
                  updated              0
                  skipped              0
                  rejected             0
                """);
        assertThat(result.status()).isZero();
        FakeRest.Request request = server.requests().getFirst();
        assertThat(request.line()).isEqualTo(BATCH + "?file_name=members.csv");
        assertThat(request.bodyStart()).asString().isEqualTo(CSV);
        assertThat(request.header("Content-length")).isEqualTo("30");
        assertThat(request.header("Content-type")).isEqualTo("text/csv");
        assertThat(request.header("Accept")).isEqualTo("application/x-ndjson");
        assertThat(request.header("Content-encoding")).isEmpty();
        assertThat(request.header("Authorization"))
                .isEqualTo(
                        "Basic " + Base64.getEncoder().encodeToString("admin:secret".getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void passesItsOptionsOn() throws IOException {
        streams(DONE);
        Path json = Files.writeString(folder.resolve("a&b ü.json"), "[{}]");
        String[] args = {
            "members", "import", json.toString(), "--on-duplicate", "skip", "--atomic", "--dry-run", "--max-errors", "5"
        };
        assertThat(wiz(args).status()).isZero();
        FakeRest.Request request = server.requests().getFirst();
        assertThat(request.line())
                .isEqualTo(BATCH + "?file_name=a%26b+%C3%BC.json&on_duplicate=skip&max_errors=5&atomic=true"
                        + "&dry_run=true");
        assertThat(request.header("Content-type")).isEqualTo("application/json");
    }

    @Test
    void tellsTheRejectedRowsAndSavesThem() throws IOException {
        streams(WITH_REJECTS);
        server.on("GET /api/jobs/7/rejects", 200, "text/csv", "a,b\n1,2\n");
        Path rejects = folder.resolve("rejects.csv");
        Result result = wiz("members", "import", members.toString(), "--rejects", rejects.toString());
        assertThat(result.out()).isEqualTo("""
                job 7 done: 1,000,000 rows in 1 min 1 s
                  inserted       989,990
                  updated              5
                  skipped              5
                  rejected        10,000
                  repeated             3  counted above too: a later row has the same key, and wins
                columns left out, which no member has: colour, size?[2J
                columns left out, which the server makes: id
                the first rejected rows:
                  line 12, phone_number "abc?[2J": digits only
                  line 13: 5 columns expected, not 2
                all rejected rows are in %s: correct them there, and import it
                """.formatted(rejects));
        assertThat(result.status()).isEqualTo(65);
        assertThat(rejects).hasContent("a,b\n1,2\n");
        assertThat(folder.resolve("rejects.csv.part")).doesNotExist();
    }

    @Test
    void tellsWhatWasDoneWhereTheRejectedRowsCannotBeHad() {
        streams(WITH_REJECTS);
        Path rejects = folder.resolve("rejects.csv");
        Result result = wiz("members", "import", members.toString(), "--rejects", rejects.toString());
        assertThat(result.out()).contains("inserted       989,990", "import: wiz jobs 7 --rejects FILE\n");
        assertThat(result.err()).isEqualTo("wiz: the server refuses: 404\n");
        assertThat(result.status()).isEqualTo(1);
        assertThat(rejects).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource({"failed, 65", "cancelled, 1"})
    void tellsHowElseItEnded(String state, int status) {
        streams("{\"job\":7,\"state\":\"" + state + "\",\"error\":\"more than 5 rows are wrong\"}");
        Result result = wiz("members", "import", members.toString());
        assertThat(result.out()).startsWith("job 7 " + state + ": 0 rows in 0.0 s\n  more than 5 rows are wrong\n");
        assertThat(result.status()).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({
        "400, BAD_FILE, 65, ''",
        "413, TOO_LARGE, 65, ''",
        "401, UNAUTHORIZED, 1, '; name an account that may do this with --user NAME --password-file FILE'",
        "403, FORBIDDEN, 1, '; name an account that may do this with --user NAME --password-file FILE'",
        "503, UNAVAILABLE, 69, ''"
    })
    void aRefusedFileIsOneLine(int http, String code, int status, String advice) {
        String problem = "{\"title\":\"No\",\"status\":" + http + ",\"code\":\"" + code + "\",\"detail\":\"not so\"}";
        server.on(BATCH, http, "application/problem+json", problem);
        Result result = wiz("members", "import", members.toString());
        assertThat(result.err())
                .isEqualTo("wiz: the server refuses: " + http + " " + code + ": not so" + advice + "\n");
        assertThat(result.out()).isEmpty();
        assertThat(result.status()).isEqualTo(status);
    }

    @Test
    void aServerThatRefusesIsSparedTheFile() throws Exception {
        Path large = sparse("large.csv", 1L << 30);
        AtomicInteger bodyBytes = new AtomicInteger();
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread refuser = Thread.ofVirtual().start(() -> refuse(socket, bodyBytes));
            StringWriter err = new StringWriter();
            String[] args = {"--server", "127.0.0.1:" + socket.getLocalPort(), "members", "import", large.toString()};
            assertThat(Wiz.run(new PrintWriter(new StringWriter()), new PrintWriter(err), args))
                    .isEqualTo(1);
            assertThat(err.toString()).startsWith("wiz: the server refuses: 401; name an account");
            refuser.join();
            assertThat(bodyBytes).hasValue(0);
        }
    }

    private static void refuse(ServerSocket socket, AtomicInteger bodyBytes) {
        try (Socket connection = socket.accept()) {
            var reader = connection.getInputStream();
            StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                head.append((char) reader.read());
            }
            connection
                    .getOutputStream()
                    .write("HTTP/1.1 401 No\r\nContent-Length: 0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            bodyBytes.set(reader.readAllBytes().length);
        } catch (IOException e) {
            bodyBytes.set(-1);
        }
    }

    @Test
    void anEmptyFileIsNotSent() throws IOException {
        Result result = wiz(
                "members",
                "import",
                Files.createFile(folder.resolve("none.csv")).toString());
        assertThat(result.err()).endsWith("none.csv is empty\n");
        assertThat(result.status()).isEqualTo(65);
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void theNextServerTakesTheFileWhereTheFirstIsAway() throws IOException {
        streams(DONE);
        int away;
        try (ServerSocket socket = new ServerSocket(0)) {
            away = socket.getLocalPort();
        }
        String both = "127.0.0.1:" + away + ",127.0.0.1:" + server.port();
        StringWriter out = new StringWriter();
        String[] args = {"--server", both, "members", "import", members.toString()};
        assertThat(Wiz.run(new PrintWriter(out), new PrintWriter(new StringWriter()), args))
                .isZero();
        assertThat(out.toString()).contains("job 7 done");
    }

    @Test
    void asksForTheJobWhereTheConnectionIsLost() {
        AtomicInteger asked = new AtomicInteger();
        server.on(BATCH, exchange -> {
            FakeRest.stream(exchange, RUNNING, "{\"job\":7,\"sta");
            throw new IOException("the connection is closed by this");
        });
        server.on("GET /api/jobs/7", exchange -> {
            switch (asked.incrementAndGet()) {
                case 1 -> throw new IOException("away");
                case 2 -> FakeRest.reply(exchange, 200, "application/json", RUNNING);
                default -> FakeRest.reply(exchange, 200, "application/json", DONE);
            }
        });
        Result result = wiz("members", "import", members.toString());
        assertThat(result.err()).isEqualTo("wiz: the connection was lost; job 7 goes on, asking for it\n");
        assertThat(result.out()).startsWith("job 7 done");
        assertThat(result.status()).isZero();
        assertThat(asked).hasValue(3);
    }

    @Test
    void aServerThatIsLostBeforeItNamesTheJobIsStatus69() {
        server.on(BATCH, exchange -> {
            throw new IOException("the connection is closed by this");
        });
        Result result = wiz("members", "import", members.toString());
        assertThat(result.err())
                .startsWith("wiz: the connection to 127.0.0.1:")
                .endsWith("; the server may have the whole file: see wiz jobs\n");
        assertThat(result.status()).isEqualTo(69);
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void aLargeFileNeedsNoHeap() throws Exception {
        streams(DONE);
        Path large = sparse("large.csv", 300_000_000);
        WizProcess process = new WizProcess(folder, server.port());
        ProcessBuilder builder = process.builder("members", "import", large.toString());
        builder.command().add(1, "-Xmx20m");
        Process wiz = builder.redirectErrorStream(true).start();
        try {
            String all = new String(wiz.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(all).startsWith("job 7 done");
            assertThat(wiz.waitFor()).isZero();
        } finally {
            wiz.destroyForcibly();
        }
        assertThat(server.requests().getFirst().bodyBytes()).isEqualTo(300_000_000);
    }

    private Path sparse(String name, long bytes) throws IOException {
        Path file = folder.resolve(name);
        try (RandomAccessFile large = new RandomAccessFile(file.toFile(), "rw")) {
            large.setLength(bytes);
        }
        return file;
    }

    @Test
    void gzipIsSentAsItIs() throws IOException {
        streams(DONE);
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(CSV.getBytes(StandardCharsets.UTF_8));
        }
        Path file = Files.write(folder.resolve("Members.JSON.gz"), packed.toByteArray());
        assertThat(wiz("members", "import", file.toString()).status()).isZero();
        FakeRest.Request request = server.requests().getFirst();
        assertThat(request.header("Content-encoding")).isEqualTo("gzip");
        assertThat(request.header("Content-type")).isEqualTo("application/json");
        assertThat(new GZIPInputStream(new ByteArrayInputStream(request.bodyStart())))
                .hasContent(CSV);
    }

    @Test
    void standardInputIsChunked() throws Exception {
        streams(DONE);
        WizProcess.Result result = new WizProcess(folder, server.port()).runWithInput(CSV, "members", "import", "-");
        assertThat(result.err()).isEmpty();
        assertThat(result.status()).isZero();
        FakeRest.Request request = server.requests().getFirst();
        assertThat(request.line()).isEqualTo(BATCH + "?file_name=standard+input");
        assertThat(request.header("Transfer-encoding")).isEqualTo("chunked");
        assertThat(request.header("Content-length")).isEmpty();
        assertThat(request.bodyStart()).asString().isEqualTo(CSV);
    }

    @Test
    void detachedItDoesNotWait() {
        server.on(BATCH, 202, "application/json", "{\"job\":7,\"state\":\"queued\"}");
        Result result = wiz("members", "import", members.toString(), "--detach");
        assertThat(result.out()).isEqualTo("job 7 is queued: wiz jobs 7\n");
        assertThat(result.status()).isZero();
        assertThat(server.requests().getFirst().header("Prefer")).isEqualTo("respond-async");
    }

    @Test
    void ctrlCCancelsTheJobAndTellsWhatWasDone() throws Exception {
        AtomicBoolean cancelled = new AtomicBoolean();
        // The connection is lost first, because wiz tells that, and so that it knows the job.
        streams(RUNNING);
        String end = "{\"job\":7,\"state\":\"cancelled\",\"rows\":600,\"inserted\":600,\"elapsedMs\":900}";
        server.on(
                "GET /api/jobs/7",
                exchange -> FakeRest.reply(exchange, 200, "application/json", cancelled.get() ? end : RUNNING));
        server.on("DELETE /api/jobs/7", exchange -> {
            cancelled.set(true);
            FakeRest.reply(exchange, 200, "application/json", RUNNING);
        });
        Process wiz = interruptible("members", "import", members.toString());
        try (BufferedReader err = wiz.errorReader()) {
            assertThat(err.readLine()).isEqualTo("wiz: the connection was lost; job 7 goes on, asking for it");
            interrupt(wiz);
            assertThat(err.readLine()).isEqualTo("wiz: cancelling job 7");
            assertThat(wiz.inputReader().readLine()).isEqualTo("job 7 cancelled: 600 rows in 0.9 s");
            assertThat(wiz.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(wiz.exitValue()).isEqualTo(130);
        } finally {
            wiz.destroyForcibly();
        }
    }

    @Test
    void ctrlCDuringTheUploadSaysThatNothingWasImported() throws Exception {
        Process wiz = interruptible("members", "import", "-");
        try {
            wiz.getOutputStream().write("first_name".getBytes(StandardCharsets.UTF_8));
            wiz.getOutputStream().flush();
            Eventually.await("the request has begun", () -> server.begun() == 1);
            interrupt(wiz);
            assertThat(wiz.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(wiz.errorReader().lines()).containsExactly("wiz: stopped; nothing was imported");
            assertThat(wiz.exitValue()).isEqualTo(130);
        } finally {
            wiz.destroyForcibly();
        }
    }

    private Process interruptible(String... args) throws IOException {
        ProcessBuilder builder = new WizProcess(folder, server.port()).builder(args);
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
