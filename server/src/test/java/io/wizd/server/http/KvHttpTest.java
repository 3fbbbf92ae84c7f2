package io.wizd.server.http;

import static io.wizd.server.http.HttpCase.putJson;
import static io.wizd.server.http.HttpCase.request;
import static io.wizd.server.http.HttpCase.requestWithBody;
import static io.wizd.server.http.HttpCase.responseTo;
import static org.assertj.core.api.Assertions.assertThat;

import io.wizd.server.testing.RawConnection;
import io.wizd.server.testing.RawResponse;
import io.wizd.server.testing.TestWizd;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The key-value store over HTTP, as protocol.md has its statuses. */
class KvHttpTest {
    /** Started by the thread of the test: virtual threads that wait for a class to be ready hold their carriers. */
    private static final TestWizd WIZD = TestWizd.shared();

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    private static RawResponse put(String path, byte[] bytes, String type) {
        try (RawConnection connection = WIZD.connect()) {
            return connection
                    .send(request(
                            "PUT " + path + " HTTP/1.1", "Content-Type: " + type, "Content-Length: " + bytes.length))
                    .send(bytes)
                    .readResponse();
        }
    }

    @Test
    void theLifeOfAKey() {
        String path = "/kv/life%2F%C3%A4";
        assertThat(responseTo(requestWithBody("PATCH " + path + " HTTP/1.1", "1"))
                        .status())
                .isEqualTo(404);
        RawResponse created = responseTo(requestWithBody("POST " + path + " HTTP/1.1", "first", "Content-Type: a/b"));
        assertThat(created.status()).isEqualTo(201);
        assertThat(created.header("Location")).isEqualTo(path);
        assertThat(responseTo(requestWithBody("POST " + path + " HTTP/1.1", "1"))
                        .status())
                .isEqualTo(409);
        RawResponse get = responseTo(request("GET " + path + " HTTP/1.1"));
        assertThat(get.body()).isEqualTo("first");
        assertThat(get.header("Content-Type")).isEqualTo("a/b");
        assertThat(get.header("ETag")).isEqualTo(created.header("ETag"));
        assertThat(responseTo(putJson(path, "2")).status()).isEqualTo(200);
        RawResponse json = responseTo(request("GET " + path + " HTTP/1.1"));
        assertThat(json.header("Content-Type")).isEqualTo("application/json");
        assertThat(json.body()).isEqualTo("2");
        assertThat(responseTo(request("DELETE " + path + " HTTP/1.1")).status()).isEqualTo(204);
        assertThat(responseTo(request("GET " + path + " HTTP/1.1")).status()).isEqualTo(404);
        assertThat(responseTo(request("DELETE " + path + " HTTP/1.1")).status()).isEqualTo(404);
        assertThat(responseTo(putJson(path, "3")).status()).isEqualTo(201);
    }

    /** What says how to change a value is no value. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json-patch+json",
                "Application/Merge-Patch+JSON; charset=utf-8",
                "application/json-patch-query+json",
                "application/xml-patch+xml"
            })
    void aPatchDocumentIsNotTakenForTheValue(String type) {
        assertThat(responseTo(putJson("/kv/patched", "{\"a\":1}")).status()).isIn(200, 201);
        RawResponse patch =
                responseTo(requestWithBody("PATCH /kv/patched HTTP/1.1", "{\"a\":null}", "Content-Type: " + type));
        assertThat(patch.status()).isEqualTo(415);
        assertThat(patch.header("Accept-Patch")).isEqualTo("application/json, application/octet-stream");
        assertThat(patch.body()).contains("PATCH sets the whole value here");
        assertThat(responseTo(request("GET /kv/patched HTTP/1.1")).body()).isEqualTo("{\"a\":1}");
        RawResponse put = responseTo(requestWithBody("PUT /kv/patched HTTP/1.1", "[]", "Content-Type: " + type));
        assertThat(put.status()).as("it can be stored like anything else").isEqualTo(200);
    }

    @Test
    void jsonComesBackAsItWasWithoutWhatStandsAround() {
        assertThat(responseTo(putJson("/kv/http-spaces", " \r\n{\"a\" : [1.0,\t\"\\u00e9\\n\"] }\n\n"))
                        .status())
                .isIn(200, 201);
        assertThat(responseTo(request("GET /kv/http-spaces HTTP/1.1")).body())
                .isEqualTo("{\"a\" : [1.0,\t\"\\u00e9\\n\"] }");
    }

    @Test
    void bytesComeBackAsTheyWere() {
        for (int length : new int[] {0, 1, 255, 70_000, 1 << 20, Blobs.MAX_BYTES}) {
            byte[] bytes = random(length);
            assertThat(put("/kv/http-bytes", bytes, "image/png").status()).isIn(200, 201);
            RawResponse get = responseTo(request("GET /kv/http-bytes HTTP/1.1"));
            assertThat(get.bytes()).as("%d bytes", length).isEqualTo(bytes);
            assertThat(get.header("Content-Type")).isEqualTo("image/png");
            assertThat(get.header("X-Content-Type-Options")).isEqualTo("nosniff");
        }
    }

    @Test
    void manyLargeOnesAtOnce() throws Exception {
        byte[] bytes = random(6 << 20);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> statuses = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                String path = "/kv/http-large-" + i;
                statuses.add(threads.submit(() -> put(path, bytes, "a/b").status()));
            }
            for (Future<Integer> status : statuses) {
                assertThat(status.get()).isIn(200, 201);
            }
        }
        assertThat(responseTo(request("GET /kv/http-large-5 HTTP/1.1")).bytes()).isEqualTo(bytes);
    }

    @Test
    void theListingInItsForms() {
        for (String key : Arrays.asList("http-list-c", "http-list-a", "http-list-b")) {
            responseTo(putJson("/kv/" + key, "1"));
        }
        RawResponse text = responseTo(request("GET /kv/?prefix=http-list&limit=2 HTTP/1.1", "Accept: text/plain"));
        assertThat(text.body()).isEqualTo("http-list-a\nhttp-list-b\n");
        String link = text.header("Link");
        assertThat(link).matches("</kv/\\?prefix=http-list&limit=2&after=[^>]*>; rel=\"next\"");
        String next = link.substring(1, link.indexOf('>'));
        RawResponse last = responseTo(request("GET " + next + " HTTP/1.1", "Accept: text/html"));
        assertThat(last.has("Link")).isFalse();
        assertThat(last.body()).contains("<a href=\"/kv/http-list-c\">http-list-c</a>");
    }
}
