package io.wizd.server.http;

import static io.wizd.server.http.HttpCase.request;
import static io.wizd.server.http.Uploader.assertArrived;
import static io.wizd.server.http.Uploader.files;
import static io.wizd.server.http.Uploader.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetric;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import io.wizd.db.testing.Eventually;
import io.wizd.server.connection.ConnectionLimits;
import io.wizd.server.http.body.UploadBody;
import io.wizd.server.testing.RawConnection;
import io.wizd.server.testing.RawResponse;
import io.wizd.server.testing.TestWizd;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies that go to files arrive as they were sent, in little memory, and leave nothing behind. */
class UploadTest {
    private static final int MIB = 1 << 20;

    @TempDir
    static Path data;

    @TempDir
    static Path kept;

    private static TestWizd wizd;

    @BeforeAll
    static void start() {
        wizd = TestWizd.start(ConnectionLimits.defaults(), data, Long.MAX_VALUE, new Uploader(kept));
    }

    @AfterAll
    static void stop() {
        wizd.close();
    }

    @AfterEach
    void nothingIsLeft() {
        Eventually.await("the folder is empty", () -> files(data).isEmpty());
    }

    private static RawConnection put(RawConnection connection, String path, byte[] body, String... fields) {
        String[] all = java.util.Arrays.copyOf(fields, fields.length + 1);
        all[fields.length] = "Content-Length: " + body.length;
        return connection.send(request("PUT " + path + " HTTP/1.1", all)).send(body);
    }

    private static RawResponse put(String path, byte[] body, String... fields) {
        try (RawConnection connection = wizd.connect()) {
            return put(connection, path, body, fields).readResponse();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, UploadBody.CHUNK_BYTES - 1, UploadBody.CHUNK_BYTES, MIB, 5 * MIB + 1})
    void aBodyArrivesAsItWasAndTheConnectionGoesOn(int length) {
        byte[] body = Uploader.random(length);
        try (RawConnection connection = wizd.connect()) {
            assertArrived(put(connection, "/uploads/a", body).readResponse(), body);
            assertArrived(chunked(connection, body, 7_001).readResponse(), body);
            assertArrived(put(connection, "/uploads/a", body).readResponse(), body);
            assertThat(connection
                            .send(request("GET /ping HTTP/1.1"))
                            .readResponse()
                            .status())
                    .isEqualTo(200);
        }
    }

    private static RawConnection chunked(RawConnection connection, byte[] body, int chunkBytes) {
        connection.send(request("PUT /uploads/chunked HTTP/1.1", "Transfer-Encoding: chunked"));
        for (int from = 0; from < body.length; from += chunkBytes) {
            int length = Math.min(chunkBytes, body.length - from);
            ByteArrayOutputStream chunk = new ByteArrayOutputStream();
            chunk.writeBytes((Integer.toHexString(length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
            chunk.write(body, from, length);
            chunk.writeBytes(new byte[] {'\r', '\n'});
            connection.send(chunk.toByteArray());
        }
        return connection.send("0\r\n\r\n");
    }

    @Test
    void chunksOfOneByteArrive() {
        byte[] body = Uploader.random(3_000);
        try (RawConnection connection = wizd.connect()) {
            assertArrived(chunked(connection, body, 1).readResponse(), body);
        }
    }

    @Test
    void theHandlerLearnsWhatTheHeadSays() {
        JsonNode seen = json(put("/uploads/b%20c?number=7", new byte[3], "Content-Type: text/csv; charset=utf-16"));
        assertThat(seen.get("name").asText()).isEqualTo("b c");
        assertThat(seen.get("number").asInt()).isEqualTo(7);
        assertThat(seen.get("contentType").asText()).isEqualTo("text/csv; charset=utf-16");
        assertThat(seen.get("contentEncoding").asText()).isEmpty();
        assertThat(seen.get("modes").asText()).isEqualTo("rw------- rwx------");
        assertThat(json(put("/uploads/b", new byte[3])).get("contentType").asText())
                .isEmpty();
    }

    @Test
    void gzipStaysAsItIs() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(new byte[MIB]);
        }
        byte[] body = bytes.toByteArray();
        RawResponse response = put("/uploads/gz", body, "Content-Encoding: gzip");
        assertArrived(response, body);
        assertThat(json(response).get("contentEncoding").asText()).isEqualTo("gzip");
    }

    @Test
    void jsonIsAFileLikeAnyOther() {
        byte[] body = "{\"no json".getBytes(StandardCharsets.UTF_8);
        assertArrived(put("/uploads/json", body, "Content-Type: application/json"), body);
        RawResponse other = put("/uploads/json", body, "Content-Encoding: br");
        assertThat(other.status()).isEqualTo(415);
        assertThat(other.header("Accept")).isEqualTo("*/*");
    }

    @Test
    void http10() {
        try (RawConnection connection = wizd.connect()) {
            byte[] body = Uploader.random(100_000);
            connection.send("PUT /uploads/old HTTP/1.0\r\nContent-Length: 100000\r\n\r\n");
            assertArrived(connection.send(body).readResponse(), body);
            assertThat(connection.isEnded()).isTrue();
        }
    }

    @Test
    void requestsBehindItWaitForTheirTurn() throws InterruptedException {
        byte[] body = Uploader.random(3 * MIB);
        try (RawConnection connection = wizd.connect()) {
            // The server reads no more while a reply is not taken: who only sends would wait for it, and it for them.
            Thread sender = Thread.ofVirtual().start(() -> {
                connection.send(request("GET /fib/9000 HTTP/1.1"));
                put(connection, "/uploads/first", body);
                put(connection, "/uploads/second", body);
                connection.send(request("GET /ping HTTP/1.1"));
            });
            assertThat(connection.readResponse().body()).startsWith("{\"N\":9000");
            assertThat(json(connection.readResponse()).get("name").asText()).isEqualTo("first");
            assertThat(json(connection.readResponse()).get("name").asText()).isEqualTo("second");
            assertThat(connection.readResponse().body()).contains("pong");
            sender.join();
        }
    }

    @Test
    void whatTheHandlerMovesStaysAndNothingElse() {
        byte[] body = Uploader.random(1_000);
        assertArrived(put("/uploads/mine?then=keep", body), body);
        assertThat(kept.resolve("mine")).hasBinaryContent(body);
        assertThat(put("/uploads/failing?then=fail", body).status()).isEqualTo(500);
    }

    @Test
    void overMessagesThereIsNoUpload() {
        String message = "{\"name\":\"x\",\"upload\":\"/etc/passwd\",\"file\":\"/etc/passwd\"}";
        try (RawConnection connection = wizd.connect()) {
            RawResponse response = connection
                    .send(HttpCase.requestWithBody("POST /messages/upload HTTP/1.1", message))
                    .readResponse();
            assertThat(json(response).get("bytes").asLong()).isEqualTo(-1);
        }
        try (RawConnection connection = wizd.connect()) {
            connection.send("{\"msgType\":\"upload\",\"message\":" + message + "}\n");
            assertThat(connection.readLine()).contains("\"bytes\":-1");
        }
    }

    @Test
    void theDescriptionOfTheApiKnowsIt() {
        try (RawConnection connection = wizd.connect()) {
            JsonNode put = json(connection
                            .send(request("GET /openapi.json HTTP/1.1"))
                            .readResponse())
                    .at("/paths/~1guarded~1{name}/put");
            assertThat(put.at("/requestBody/content").has("*/*")).isTrue();
            assertThat(put.get("parameters").findValuesAsText("name")).containsExactly("name", "number", "then");
            assertThat(put.get("responses").has("507")).isTrue();
        }
    }

    private static ByteBufAllocatorMetric memory() {
        return ((ByteBufAllocatorMetricProvider) ByteBufAllocator.DEFAULT).metric();
    }

    private static long usedBytes() {
        return memory().usedDirectMemory() + memory().usedHeapMemory();
    }

    @Test
    void aLargeOneTakesLittleMemory() {
        int length = 200;
        byte[] part = Uploader.random(MIB);
        CRC32 digest = new CRC32();
        long before = usedBytes();
        long most = 0;
        try (RawConnection connection = wizd.connect()) {
            connection.send(request("PUT /uploads/large HTTP/1.1", "Content-Length: " + (long) length * MIB));
            for (int i = 0; i < length; i++) {
                part[0] = (byte) i;
                digest.update(part);
                connection.send(part);
                most = Math.max(most, usedBytes() - before);
            }
            JsonNode seen = json(connection.readResponse());
            assertThat(seen.get("bytes").asLong()).isEqualTo((long) length * MIB);
            assertThat(seen.get("digest").asText()).isEqualTo(Uploader.digest(digest));
        }
        assertThat(most).as("bytes of Netty's buffers").isLessThan(8 * MIB);
    }

    @Test
    void manyAtOnceTakeLittleMemory() {
        int clients = 100;
        byte[] part = Uploader.random(MIB);
        long before = usedBytes();
        long most = 0;
        List<RawConnection> connections = new ArrayList<>();
        try {
            for (int i = 0; i < clients; i++) {
                connections.add(wizd.connect()
                        .send(request("PUT /uploads/many HTTP/1.1", "Content-Length: " + 3 * MIB))
                        .send(part));
            }
            Eventually.await("all have begun", () -> files(data).size() == clients);
            for (int i = 0; i < 2 * clients; i++) {
                connections.get(i % clients).send(part);
                most = Math.max(most, usedBytes() - before);
            }
            for (RawConnection connection : connections) {
                assertThat(json(connection.readResponse()).get("bytes").asLong())
                        .isEqualTo(3L * MIB);
            }
        } finally {
            connections.forEach(RawConnection::close);
        }
        assertThat(most).as("bytes of Netty's buffers").isLessThan(48 * MIB);
    }
}
