package io.wizd.server.http;

import static io.wizd.server.http.HttpCase.request;
import static io.wizd.server.http.HttpCase.requestWithBody;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.wizd.protocol.Json;
import io.wizd.protocol.Jsons;
import io.wizd.server.logfile.AccessLogConfig;
import io.wizd.server.logfile.AccessLogConfig.Format;
import io.wizd.server.setup.StartException;
import io.wizd.server.testing.RawConnection;
import io.wizd.server.testing.TestWizd;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A line for each request that was answered, of the two forms. */
class AccessLogTest {
    private static final String TIME = "\\[[0-3][0-9]/[A-Z][a-z]{2}/2[0-9]{3}:[0-9:]{8} \\+0000]";

    @TempDir
    private Path folder;

    /** The lines about these requests, each sent when the one before it was answered. */
    private List<String> lines(Format format, String... requests) throws IOException {
        Path file = folder.resolve("access.log");
        try (TestWizd wizd = TestWizd.start(new AccessLogConfig(format, file));
                RawConnection connection = wizd.connect()) {
            for (String request : requests) {
                connection.send(request).readResponse();
            }
        }
        return Files.readAllLines(file, StandardCharsets.UTF_8);
    }

    @Test
    void aLineIsAsWebServersWriteIt() throws IOException {
        List<String> lines = lines(
                Format.COMBINED,
                request("GET /kv/not-there?x=%22 HTTP/1.1", "Referer: http://a/\"b", "User-Agent: curl\\ü\u009b"),
                requestWithBody("PUT /kv/access-log HTTP/1.1", "1", "X-Forwarded-For: 203.0.113.7"),
                request("OPTIONS * HTTP/1.0", "Connection: keep-alive"),
                "GET / HTTP/1.1\r\n\r\n");
        assertThat(lines).hasSize(4);
        assertThat(lines.get(0))
                .matches("127\\.0\\.0\\.1 - - " + TIME + " \"GET /kv/not-there\\?x=%22 HTTP/1\\.1\" 400 [0-9]+ .*")
                .endsWith(" \"http://a/\\\"b\" \"curl\\\\Ã¼Â\\\\u009b\"");
        assertThat(lines.get(1))
                .matches("203\\.0\\.113\\.7 - - " + TIME
                        + " \"PUT /kv/access-log HTTP/1\\.1\" 20[01] [0-9]+ \"-\" \"-\"");
        assertThat(lines.get(2)).endsWith("\"OPTIONS * HTTP/1.0\" 204 0 \"-\" \"-\"");
        assertThat(lines.get(3)).matches(".*\"-\" 400 [0-9]+ \"-\" \"-\"");
    }

    @Test
    void aLineForMachinesIsAnObject() throws IOException {
        List<String> lines =
                lines(Format.JSON, request("GET /ping?a=1 HTTP/1.1", "X-Request-Id: order-4711", "User-Agent: test"));
        assertThat(lines).hasSize(1);
        JsonNode line = Jsons.read(Json.of(lines.getFirst()), JsonNode.class);
        assertThat(line.path("time").asText()).matches("2[0-9-]{9}T[0-9:]{8}\\.[0-9]{3}Z");
        assertThat(line.path("client").asText()).startsWith("127.0.0.1:");
        assertThat(line.path("requestId").asText()).isEqualTo("order-4711");
        assertThat(line.path("method").asText()).isEqualTo("GET");
        assertThat(line.path("target").asText()).isEqualTo("/ping?a=1");
        assertThat(line.path("protocol").asText()).isEqualTo("HTTP/1.1");
        assertThat(line.path("status").asInt()).isEqualTo(400);
        assertThat(line.path("bytes").asInt()).isPositive();
        assertThat(line.path("elapsedMs").asDouble()).isPositive();
        assertThat(line.path("userAgent").asText()).isEqualTo("test");
        assertThat(line.has("referer")).isFalse();
    }

    private List<String> linesOfMessages(Format format, String... messages) throws IOException {
        Path file = folder.resolve("access.log");
        try (TestWizd wizd = TestWizd.start(new AccessLogConfig(format, file));
                RawConnection connection = wizd.connect()) {
            for (String message : messages) {
                connection.send(message + "\n").readLine();
            }
        }
        return Files.readAllLines(file, StandardCharsets.UTF_8);
    }

    @Test
    void aMessageHasALineAsARequestHas() throws IOException {
        List<String> lines = linesOfMessages(
                Format.COMBINED,
                "{\"msgType\":\"ping\"}",
                "{\"msgType\":\"kv-get\",\"message\":{\"key\":\"not-there\"}}",
                "{\"msgType\":\"no \\\"such\\n\"}",
                "{\"msgType\":\"types\"}",
                "[]");
        assertThat(lines).hasSize(5);
        assertThat(lines.get(0))
                .matches("127\\.0\\.0\\.1 - - " + TIME + " \"MESSAGE ping TCP\" 200 [1-9][0-9]* \"-\" \"-\"");
        assertThat(lines.get(1)).contains(" \"MESSAGE kv-get TCP\" 404 ");
        assertThat(lines.get(2)).contains(" \"MESSAGE no+\\\"such\\\\u000a TCP\" 404 ");
        assertThat(lines.get(3)).contains(" \"MESSAGE types TCP\" 200 ");
        assertThat(lines.get(4)).contains(" \"-\" 400 ");
    }

    @Test
    void aMessageIsAnObjectWithItsCode() throws IOException {
        List<String> lines = linesOfMessages(
                Format.JSON,
                "{\"msgType\":\"kv-get\",\"requestId\":\"order-4711\",\"message\":{\"key\":\"not-there\"}}",
                "{\"msgType\":\"ping\"}");
        JsonNode failed = Jsons.read(Json.of(lines.getFirst()), JsonNode.class);
        assertThat(failed.path("client").asText()).startsWith("127.0.0.1:");
        assertThat(failed.path("requestId").asText()).isEqualTo("order-4711");
        assertThat(failed.path("method").asText()).isEqualTo("MESSAGE");
        assertThat(failed.path("target").asText()).isEqualTo("kv-get");
        assertThat(failed.path("protocol").asText()).isEqualTo("TCP");
        assertThat(failed.path("status").asInt()).isEqualTo(404);
        assertThat(failed.path("code").asText()).isEqualTo("KEY_NOT_FOUND");
        assertThat(failed.path("bytes").asInt()).isPositive();
        assertThat(failed.path("elapsedMs").asDouble()).isPositive();
        JsonNode ping = Jsons.read(Json.of(lines.getLast()), JsonNode.class);
        assertThat(ping.path("status").asInt()).isEqualTo(200);
        assertThat(ping.has("code")).isFalse();
        assertThat(ping.has("requestId")).isFalse();
    }

    @Test
    void whoWantsNoneGetsNone() throws IOException {
        Path file = folder.resolve("access.log");
        TestWizd.start(new AccessLogConfig(Format.NONE, file)).close();
        assertThat(file).doesNotExist();
    }

    @Test
    void aFileThatCannotBeWrittenStopsTheStart() throws IOException {
        Path taken = Files.createDirectory(folder.resolve("access.log"));
        assertThatThrownBy(() -> TestWizd.start(new AccessLogConfig(Format.JSON, taken)))
                .isInstanceOf(StartException.class)
                .hasMessage("the access log " + taken + " cannot be written");
    }
}
