package io.wizd.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wizd.server.testing.TestWizd;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A list that is made while it is sent is compressed on the way, where the client asks for that. */
@Timeout(60)
class StreamGzipTest {
    private static final Lists LISTS = new Lists();
    private static final TestWizd WIZD = TestWizd.start(LISTS);
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @AfterAll
    static void stop() {
        HTTP.shutdownNow();
        WIZD.close();
    }

    private static HttpResponse<InputStream> send(String verb, URI uri, String... fields) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri).method(verb, HttpRequest.BodyPublishers.noBody());
        if (fields.length > 0) {
            request.headers(fields);
        }
        return HTTP.send(request.build(), BodyHandlers.ofInputStream());
    }

    private static String text(InputStream body) throws IOException {
        return new String(body.readAllBytes(), StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @CsvSource({
        "application/json,2",
        "application/json,5000",
        "application/xml,5000",
        "text/html,5000",
        "text/plain,0",
        "text/plain,5000"
    })
    void itIsTheSameOnceItIsUnpacked(String accept, int count) throws Exception {
        URI uri = WIZD.uri("/lists/long?count=" + count);
        HttpResponse<InputStream> plain = send("GET", uri, "Accept", accept);
        HttpResponse<InputStream> gzip = send("GET", uri, "Accept", accept, "Accept-Encoding", "br, gzip");

        assertThat(plain.headers().firstValue("Content-Encoding")).isEmpty();
        assertThat(gzip.headers().firstValue("Content-Encoding")).contains("gzip");
        for (HttpResponse<InputStream> response : List.of(plain, gzip)) {
            assertThat(response.headers().firstValue("Vary")).contains("Accept, Accept-Encoding");
            assertThat(response.headers().firstValue("Content-Type"))
                    .isEqualTo(plain.headers().firstValue("Content-Type"));
        }
        byte[] packed = gzip.body().readAllBytes();
        String expected = text(plain.body());
        assertThat(text(new GZIPInputStream(new ByteArrayInputStream(packed)))).isEqualTo(expected);
        assertThat(packed.length).isLessThan(expected.length() / 10 + 200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"identity", "gzip;q=0", "br"})
    void whoDoesNotAskGetsItAsItIs(String acceptEncoding) throws Exception {
        HttpResponse<InputStream> response =
                send("GET", WIZD.uri("/lists/long?count=3"), "Accept-Encoding", acceptEncoding);
        assertThat(response.headers().firstValue("Content-Encoding")).isEmpty();
        assertThat(text(response.body())).startsWith("{\"kind\":");
    }

    @Test
    void headSaysTheSameAndNoLength() throws Exception {
        HttpResponse<InputStream> head = send("HEAD", WIZD.uri("/lists/long?count=5000"), "Accept-Encoding", "gzip");
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.headers().firstValue("Content-Encoding")).contains("gzip");
        assertThat(head.headers().firstValue("Vary")).contains("Accept, Accept-Encoding");
        assertThat(head.headers().firstValue("Content-Length")).isEmpty();
    }

    @Test
    void newsIsNotHeldBack() throws Exception {
        HttpResponse<InputStream> response =
                send("GET", WIZD.uri("/lists/news?count=2"), "Accept", "text/plain", "Accept-Encoding", "gzip");
        try (InputStream lines = new GZIPInputStream(response.body())) {
            LISTS.news.release();
            assertThat(new String(lines.readNBytes(2), StandardCharsets.US_ASCII))
                    .isEqualTo("7\n");
            LISTS.news.release();
            assertThat(text(lines)).isEqualTo("7\n");
        }
    }

    /** What lies ready takes its length with it, and no time. */
    @Test
    void whatHasAKnownLengthStaysAsItIs() throws Exception {
        for (String path : List.of("/lists/known?count=3", "/fib/2000", "/fib/2000?as=string")) {
            HttpResponse<InputStream> response = send("GET", WIZD.uri(path), "Accept-Encoding", "gzip");
            assertThat(response.headers().firstValue("Content-Encoding"))
                    .as(path)
                    .isEmpty();
            assertThat(response.headers().firstValue("Content-Length")).as(path).isPresent();
            response.body().close();
        }
    }

    @Test
    void aListThatBreaksOffHasNoEnd() throws Exception {
        HttpResponse<InputStream> response =
                send("GET", WIZD.uri("/lists/breaks?count=40000"), "Accept-Encoding", "gzip");
        assertThat(response.headers().firstValue("Content-Encoding")).contains("gzip");
        assertThatThrownBy(() -> text(new GZIPInputStream(response.body()))).isInstanceOf(IOException.class);
    }

    @Test
    void aRefusalIsNoGzip() throws Exception {
        HttpResponse<InputStream> response = send("GET", WIZD.uri("/lists/refuses?count=3"), "Accept-Encoding", "gzip");
        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.headers().firstValue("Content-Encoding")).isEmpty();
        assertThat(text(response.body())).contains("there is no such list");
    }

    @Test
    void anExportOfMembersIsCompressed() throws Exception {
        URI uri = TestWizd.shared().uri("/api/members/?aid=999888778");
        HttpResponse<InputStream> response = send("GET", uri, "Accept", "text/csv", "Accept-Encoding", "gzip");
        assertThat(response.headers().firstValue("Content-Encoding")).contains("gzip");
        assertThat(text(new GZIPInputStream(response.body())))
                .isEqualTo("id,first_name,last_name,phone_number,client_member_id,account_id\r\n");
    }
}
