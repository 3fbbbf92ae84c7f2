package io.wizd.server.http;

import static io.wizd.server.http.HttpCase.closes;
import static io.wizd.server.http.HttpCase.putJson;
import static io.wizd.server.http.HttpCase.request;
import static io.wizd.server.http.HttpCase.requestWithBody;
import static io.wizd.server.http.HttpCase.responseTo;
import static io.wizd.server.http.HttpCase.stays;
import static org.assertj.core.api.Assertions.assertThat;

import io.wizd.server.testing.RawConnection;
import io.wizd.server.testing.RawResponse;
import io.wizd.server.testing.TestWizd;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9110, sections 8 and 12: what a body is, and what the client would like to get. */
class ContentTest {
    private static HttpCase typed(String contentType, int status) {
        return stays(
                "8.3 " + contentType,
                status,
                requestWithBody("POST /ping HTTP/1.1", "{}", "Content-Type: " + contentType));
    }

    static Stream<HttpCase> requestContent() {
        return Stream.of(
                stays("8.3 absent is taken as JSON", 200, requestWithBody("POST /ping HTTP/1.1", "{}")),
                typed("application/json", 200),
                typed("Application/JSON ; Charset=\"UTF-8\"", 200),
                typed("application/json;charset=utf-8", 200),
                typed("application/vnd.wizd+json", 200),
                typed("application/json; charset=iso-8859-1", 415),
                typed("application/x-www-form-urlencoded", 415),
                typed("text/plain", 415),
                typed("text/json+xml", 415),
                typed("*/*", 415),
                stays(
                        "8.3 the type of no body means nothing",
                        200,
                        request("POST /ping HTTP/1.1", "Content-Type: text/plain")),
                stays(
                        "8.3 the type of a body that means nothing",
                        200,
                        requestWithBody("GET /ping HTTP/1.1", "x", "Content-Type: text/plain")),
                closes(
                        "8.3 twice",
                        400,
                        requestWithBody("POST /ping HTTP/1.1", "{}", "Content-Type: a/b", "Content-Type: a/b")),
                stays("8.4 identity", 200, requestWithBody("POST /ping HTTP/1.1", "{}", "Content-Encoding: identity")),
                stays(
                        "8.4 a coding that is not known",
                        415,
                        requestWithBody("POST /ping HTTP/1.1", "{}", "Content-Encoding: br")),
                stays(
                        "8.4 two codings",
                        415,
                        requestWithBody("POST /ping HTTP/1.1", "{}", "Content-Encoding: gzip, gzip")),
                stays(
                        "8.4 no gzip, although it says so",
                        400,
                        requestWithBody("POST /ping HTTP/1.1", "{}", "Content-Encoding: gzip")),
                stays(
                        "14.5 a part of a body cannot be put",
                        400,
                        putJson("/kv/part", "1", "Content-Range: bytes 0-0/2")),
                stays("14.2 Range is passed over", 200, request("GET /ping HTTP/1.1", "Range: bytes=0-1")),
                stays("9.3.4 not JSON", 400, requestWithBody("POST /ping HTTP/1.1", "{")),
                stays("9.3.4 JSON that is no object", 400, requestWithBody("POST /ping HTTP/1.1", "[]")),
                stays(
                        "9.3.4 a body where a value is wanted, and none comes",
                        400,
                        request("PUT /kv/nothing HTTP/1.1", "Content-Type: application/json")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void requestContent(HttpCase test) {
        test.check();
    }

    @Test
    void a415SaysWhatWouldDo() {
        RawResponse response = responseTo(requestWithBody("POST /ping HTTP/1.1", "{}", "Content-Encoding: br"));
        assertThat(response.header("Accept")).isEqualTo("application/json");
        assertThat(response.header("Accept-Encoding")).isEqualTo("gzip");
    }

    @ParameterizedTest(name = "Accept: {0}")
    @CsvSource(delimiter = '|', textBlock = """
            */*                                             | 200
            application/json                                | 200
            APPLICATION/JSON                                | 200
            application/*                                   | 200
            text/html, application/json;q=0.5               | 200
            text/html;level="1,2", */*;q=0.1                | 200
            application/json; charset=utf-8                 | 200
            ''                                              | 200
            text/html                                       | 406
            text/*                                          | 406
            application/json;q=0                            | 406
            application/json;q=0.0, */*                     | 406
            application/*;q=0, */*                          | 406
            */*;q=0                                         | 406
            application/json;q=0, application/*             | 406
            application/xml, text/plain;q=0.5               | 406
            applicationjson                                 | 406
            ;                                               | 406
            ;q=1, */*;q=0                                   | 406
            ;;, application/json                            | 200
            """)
    void acceptDecides(String accept, int status) {
        stays(accept, status, request("GET /ping HTTP/1.1", "Accept: " + accept))
                .check();
    }

    @Test
    void nothingIsDoneThatCouldNotBeShown() {
        responseTo(putJson("/kv/not-acceptable", "1", "Accept: text/html"));
        assertThat(responseTo(request("GET /kv/not-acceptable HTTP/1.1")).status())
                .isEqualTo(404);
    }

    /** Of what its handler finds, a write cannot tell: it would have to be carried out. */
    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "GET /ping?x=1,400",
        "GET /api/members/999999999999,404",
        "GET /api/members/x,400",
        "GET /api/jobs/1,401",
        "GET /nothing,404",
        "DELETE /ping,405",
        "POST /ping,412",
        "PUT /kv/not-acceptable,400",
        "POST /messages/nothing,400",
        "POST /messages/kv-get,400",
        "POST /messages/kv-set,400"
    })
    void theOwnErrorOfARequestComesFirst(String request, int status) {
        String json = "Content-Type: application/json";
        String condition = status == 412 ? "If-Match: *" : "X-Nothing: 1";
        for (String accept : List.of("text/html", "image/png")) {
            stays(request, status, requestWithBody(request + " HTTP/1.1", "{", "Accept: " + accept, condition, json))
                    .check();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"kv-get", "kv-set"})
    void aMessageByItsTypeIsJsonOrNothing(String type) {
        String line = "POST /messages/" + type + " HTTP/1.1";
        String body = "{\"key\":\"not-acceptable-2\",\"value\":1}";
        responseTo(putJson("/kv/not-acceptable-2", "0"));
        stays(type, 406, requestWithBody(line, body, "Accept: text/html")).check();
        assertThat(responseTo(request("GET /kv/not-acceptable-2 HTTP/1.1")).body())
                .isEqualTo("0");
    }

    @Test
    void acceptMayBeSpreadOverFields() {
        stays("12.5.1", 200, request("GET /ping HTTP/1.1", "Accept: text/html", "Accept: application/json"))
                .check();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Accept-Charset: utf-16", "Accept-Language: eo"})
    void otherWishesAreNotDecisive(String field) {
        stays("12.5", 200, request("GET /ping HTTP/1.1", field)).check();
    }

    @ParameterizedTest(name = "Accept-Encoding: {0}")
    @CsvSource(delimiter = '|', textBlock = """
            gzip                    | true
            GZIP                    | true
            x-gzip                  | true
            br, gzip;q=0.1          | true
            deflate, gzip, br, zstd | true
            *                       | true
            *;q=0.5, br;q=0         | true
            gzip;q=0                | false
            gzip;q=0, *             | false
            *;q=0                   | false
            br                      | false
            identity                | false
            ''                      | false
            """)
    void repliesAreCompressedWhereAsked(String acceptEncoding, boolean compressed) throws IOException {
        RawResponse response = responseTo(request("GET /openapi.json HTTP/1.1", "Accept-Encoding: " + acceptEncoding));
        assertThat(response.has("Content-Encoding")).isEqualTo(compressed);
        assertThat(response.header("Vary")).isEqualTo("Accept-Encoding");
        assertThat(compressed ? gunzip(response.bytes()) : response.body()).startsWith("{\"openapi\":");
    }

    @Test
    void repliesAreNotCompressedWhereNotAsked() {
        RawResponse large = responseTo(request("GET /openapi.json HTTP/1.1"));
        assertThat(large.has("Content-Encoding")).isFalse();
        assertThat(large.header("Vary")).isEqualTo("Accept-Encoding");
        RawResponse small = responseTo(request("GET /ping HTTP/1.1", "Accept-Encoding: gzip"));
        assertThat(small.has("Content-Encoding")).as("too small to be worth it").isFalse();
        assertThat(small.has("Vary")).isFalse();
    }

    @Test
    void headOfACompressedReplyHasItsLength() {
        String fields = "Accept-Encoding: gzip";
        RawResponse get = responseTo(request("GET /openapi.json HTTP/1.1", fields));
        try (RawConnection connection = TestWizd.shared().connect()) {
            RawResponse head = connection
                    .send(request("HEAD /openapi.json HTTP/1.1", fields))
                    .readHeadResponse();
            assertThat(head.header("Content-Length")).isEqualTo(get.header("Content-Length"));
            assertThat(head.header("Content-Encoding")).isEqualTo("gzip");
        }
    }

    @Test
    void aCompressedBodyIsTaken() throws IOException {
        RawResponse response = send("POST /messages/fib HTTP/1.1", gzip("{\"N\":5}".getBytes(StandardCharsets.UTF_8)));
        assertThat(response.body()).isEqualTo("{\"N\":5,\"result\":[0,1,1,2,3]}");
    }

    @Test
    void theLimitIsThatOfWhatWasCompressed() throws IOException {
        byte[] bomb = gzip(new byte[(1 << 20) + 1]);
        assertThat(bomb.length).isLessThan(2_000);
        assertThat(send("POST /ping HTTP/1.1", bomb).status()).isEqualTo(413);
    }

    @Test
    void aCompressedBodyCutShortIsRefused() throws IOException {
        byte[] whole = gzip("{\"N\":5}".getBytes(StandardCharsets.UTF_8));
        byte[] cut = java.util.Arrays.copyOf(whole, whole.length - 9);
        assertThat(send("POST /messages/fib HTTP/1.1", cut).status()).isEqualTo(400);
    }

    private static RawResponse send(String line, byte[] compressed) {
        try (RawConnection connection = TestWizd.shared().connect()) {
            return connection
                    .send(request(line, "Content-Encoding: gzip", "Content-Length: " + compressed.length))
                    .send(compressed)
                    .readResponse();
        }
    }

    private static byte[] gzip(byte[] plain) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(plain);
        }
        return bytes.toByteArray();
    }

    private static String gunzip(byte[] compressed) throws IOException {
        try (GZIPInputStream gzip = new GZIPInputStream(new ByteArrayInputStream(compressed))) {
            return new String(gzip.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
