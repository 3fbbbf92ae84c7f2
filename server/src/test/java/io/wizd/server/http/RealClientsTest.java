package io.wizd.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.wizd.server.testing.TestWizd;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Clients that people use, with what they send by themselves. */
@Timeout(180)
class RealClientsTest {
    private static final TestWizd WIZD = TestWizd.shared();

    @Test
    void javaHttpClient() throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest put = HttpRequest.newBuilder(WIZD.uri("/kv/java%2Fclient"))
                    .expectContinue(true)
                    .header("Content-Type", "application/json")
                    .PUT(BodyPublishers.ofString("{\"a\":[1,2]}"))
                    .build();
            assertThat(client.send(put, BodyHandlers.ofString()).statusCode()).isIn(200, 201);
            HttpResponse<String> got = client.send(
                    HttpRequest.newBuilder(WIZD.uri("/kv/java%2Fclient")).build(), BodyHandlers.ofString());
            assertThat(got.body()).isEqualTo("{\"a\":[1,2]}");
            // The client asks for HTTP/2 by an upgrade, which must not disturb.
            assertThat(got.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
        }
    }

    @Test
    void javaHttpClientWithManyRequestsAtOnceAndChunkedBodies() {
        try (HttpClient client = HttpClient.newHttpClient()) {
            List<CompletableFuture<HttpResponse<String>>> replies = IntStream.range(0, 200)
                    .mapToObj(i -> HttpRequest.newBuilder(WIZD.uri("/messages/fib"))
                            .POST(BodyPublishers.ofInputStream(() -> new java.io.ByteArrayInputStream(
                                    ("{\"N\":" + i + "}").getBytes(StandardCharsets.UTF_8))))
                            .build())
                    .map(request -> client.sendAsync(request, BodyHandlers.ofString()))
                    .toList();
            for (int i = 0; i < replies.size(); i++) {
                assertThat(replies.get(i).join().body()).startsWith("{\"N\":" + i + ",");
            }
        }
    }

    @Test
    void curl(@TempDir Path folder) throws Exception {
        Path large = folder.resolve("large.json");
        Files.writeString(large, "\"" + "a".repeat(900_000) + "\"");
        Path tooLarge = folder.resolve("too-large.json");
        Files.writeString(tooLarge, "\"" + "a".repeat((16 << 20) + 1) + "\"");
        String url = WIZD.uri("/").toString();
        String json = "Content-Type: application/json";

        assertThat(run("curl", "-sS", "-w", "%{http_code}", url + "ping"))
                .endsWith("200")
                .contains("pong");
        assertThat(run("curl", "-sS", "-d", "{\"N\":3}", "-H", json, url + "messages/fib"))
                .isEqualTo("{\"N\":3,\"result\":[0,1,1]}");
        assertThat(run("curl", "-sS", "-H", json, "-T", large.toString(), url + "kv/curl"))
                .contains("\"version\"");
        assertThat(run("curl", "-sS", "--compressed", url + "kv/curl")).hasSize(900_002);
        assertThat(run(
                        "curl",
                        "-sS",
                        "-o",
                        "/dev/null",
                        "-w",
                        "%{http_code}",
                        "-T",
                        tooLarge.toString(),
                        url + "kv/curl"))
                .isEqualTo("413");
        assertThat(run("curl", "-sS", "-0", "-I", url + "ping")).startsWith("HTTP/1.1 200 OK");
        assertThat(run("curl", "-sS", "-o", "/dev/null", "-w", "%{http_code}", "-d", "a=b", url + "messages/fib"))
                .as("curl's own media type is that of a form")
                .isEqualTo("415");
        assertThat(run("curl", "-sS", url + "ping", url + "ping", "-w", "%{num_connects}"))
                .as("the second goes over the same connection")
                .containsPattern("}1.*}0");
    }

    private static String run(String... command) throws IOException, InterruptedException {
        List<String> all =
                Stream.concat(Stream.of(command), Stream.of("--max-time", "30")).toList();
        Process process = new ProcessBuilder(all).redirectErrorStream(true).start();
        try {
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor()).as("%s: %s", all, output).isZero();
            return output;
        } finally {
            process.destroyForcibly();
        }
    }
}
