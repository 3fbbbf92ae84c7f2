package io.wizd.client.cli;

import static io.wizd.client.cli.ImportBed.BATCH;
import static io.wizd.client.cli.ImportBed.CSV;
import static io.wizd.client.cli.ImportBed.DONE;
import static io.wizd.client.cli.ImportBed.RUNNING;
import static org.assertj.core.api.Assertions.assertThat;

import io.wizd.client.cli.WizCall.Result;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code wiz members import} sends a file of any size as it is, to a server that takes it. */
@Timeout(180)
class MembersUploadTest {
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
    void sendsTheFileAndTellsWhatBecameOfIt() {
        bed.streams(RUNNING, DONE);
        Result result = bed.wiz("members", "import", bed.members());
        assertThat(result.err()).isEmpty();
        assertThat(result.out()).isEqualTo("""
                job 7 done: members.csv, 1,000 rows in 2.1 s
                  inserted         1,000
                  updated              0
                  skipped              0
                  rejected             0
                """);
        assertThat(result.status()).isZero();
        FakeRest.Request request = bed.server().requests().getFirst();
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
        bed.streams(DONE);
        Path json = Files.writeString(folder.resolve("a&b ü.json"), "[{}]");
        String[] args = {
            "members", "import", json.toString(), "--on-duplicate", "skip", "--atomic", "--dry-run", "--max-errors", "5"
        };
        assertThat(bed.wiz(args).status()).isZero();
        FakeRest.Request request = bed.server().requests().getFirst();
        assertThat(request.line())
                .isEqualTo(BATCH + "?file_name=a%26b+%C3%BC.json&on_duplicate=skip&max_errors=5&atomic=true"
                        + "&dry_run=true");
        assertThat(request.header("Content-type")).isEqualTo("application/json");
    }

    @Test
    void aServerThatRefusesIsSparedTheFile() throws Exception {
        Path large = sparse("large.csv", 1L << 30);
        AtomicInteger bodyBytes = new AtomicInteger();
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread refuser = Thread.ofVirtual().start(() -> refuse(socket, bodyBytes));
            String server = "127.0.0.1:" + socket.getLocalPort();
            Result result = WizCall.anyWiz("--server", server, "members", "import", large.toString());
            assertThat(result.status()).isEqualTo(1);
            assertThat(result.err()).startsWith("wiz: the server refuses: 401; name an account");
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
        Result result = bed.wiz(
                "members",
                "import",
                Files.createFile(folder.resolve("none.csv")).toString());
        assertThat(result.err()).endsWith("none.csv is empty\n");
        assertThat(result.status()).isEqualTo(65);
        assertThat(bed.server().requests()).isEmpty();
    }

    @Test
    void theNextServerTakesTheFileWhereTheFirstIsAway() throws IOException {
        bed.streams(DONE);
        int away;
        try (ServerSocket socket = new ServerSocket(0)) {
            away = socket.getLocalPort();
        }
        String both = "127.0.0.1:" + away + ",127.0.0.1:" + bed.server().port();
        Result result = WizCall.anyWiz("--server", both, "members", "import", bed.members());
        assertThat(result.status()).isZero();
        assertThat(result.out()).contains("job 7 done");
    }

    @Test
    void aLargeFileNeedsNoHeap() throws Exception {
        bed.streams(DONE);
        Path large = sparse("large.csv", 300_000_000);
        WizProcess process = new WizProcess(folder, bed.server().port());
        ProcessBuilder builder = process.builder("members", "import", large.toString());
        builder.command().add(1, "-Xmx20m");
        Process wiz = builder.redirectErrorStream(true).start();
        try {
            String all = new String(wiz.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(withoutProgress(all)).startsWith("job 7 done");
            assertThat(wiz.waitFor()).isZero();
        } finally {
            wiz.destroyForcibly();
        }
        assertThat(bed.server().requests().getFirst().bodyBytes()).isEqualTo(300_000_000);
    }

    /** What it said besides how far an upload is that takes some seconds, as on a machine with much to do. */
    private static String withoutProgress(String output) {
        return output.lines().filter(line -> !line.startsWith("upload  ")).collect(Collectors.joining("\n"));
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
        bed.streams(DONE);
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(CSV.getBytes(StandardCharsets.UTF_8));
        }
        Path file = Files.write(folder.resolve("Members.JSON.gz"), packed.toByteArray());
        assertThat(bed.wiz("members", "import", file.toString()).status()).isZero();
        FakeRest.Request request = bed.server().requests().getFirst();
        assertThat(request.header("Content-encoding")).isEqualTo("gzip");
        assertThat(request.header("Content-type")).isEqualTo("application/json");
        assertThat(new GZIPInputStream(new ByteArrayInputStream(request.bodyStart())))
                .hasContent(CSV);
    }

    @Test
    void standardInputIsChunked() throws Exception {
        bed.streams(DONE);
        WizProcess.Result result =
                new WizProcess(folder, bed.server().port()).runWithInput(CSV, "members", "import", "-");
        assertThat(withoutProgress(result.err())).isEmpty();
        assertThat(result.status()).isZero();
        FakeRest.Request request = bed.server().requests().getFirst();
        assertThat(request.line()).isEqualTo(BATCH + "?file_name=standard+input");
        assertThat(request.header("Transfer-encoding")).isEqualTo("chunked");
        assertThat(request.header("Content-length")).isEmpty();
        assertThat(request.bodyStart()).asString().isEqualTo(CSV);
    }
}
