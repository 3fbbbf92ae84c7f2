package io.wizd.server.http;

import static io.wizd.server.http.HttpCase.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.wizd.server.testing.RawConnection;
import io.wizd.server.testing.RawResponse;
import io.wizd.server.testing.TestWizd;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies of any media type go in, and come out as they were. */
class AnyTypeTest {
    private static final String HTML = "<script>alert(document.domain)</script>";

    private static TestWizd wizd;

    @BeforeAll
    static void start() {
        wizd = TestWizd.start(new Blobs());
    }

    @AfterAll
    static void stop() {
        wizd.close();
    }

    private static RawResponse put(String key, byte[] body, String... fields) {
        String[] all = java.util.Arrays.copyOf(fields, fields.length + 1);
        all[fields.length] = "Content-Length: " + body.length;
        try (RawConnection connection = wizd.connect()) {
            return connection
                    .send(request("PUT /blobs/" + key + " HTTP/1.1", all))
                    .send(body)
                    .readResponse();
        }
    }

    private static RawResponse put(String key, String body, String... fields) {
        return put(key, body.getBytes(StandardCharsets.UTF_8), fields);
    }

    private static RawResponse get(String path, String... fields) {
        try (RawConnection connection = wizd.connect()) {
            return connection.send(request("GET " + path + " HTTP/1.1", fields)).readResponse();
        }
    }

    private static byte[] gzip(byte[] plain) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(plain);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 256, 5_000, 100_001})
    void bytesComeBackAsTheyWere(int length) {
        byte[] bytes = random(length);
        assertThat(put("bytes" + length, bytes, "Content-Type: image/x-test; a=\"b, c\"")
                        .status())
                .isEqualTo(201);
        RawResponse response = get("/blobs/bytes" + length);
        assertThat(response.status()).isEqualTo(200);
        assertThat(response.bytes()).isEqualTo(bytes);
        assertThat(response.header("Content-Type")).isEqualTo("image/x-test; a=\"b, c\"");
        assertThat(response.header("ETag")).matches("\"[0-9]+\"");
        try (RawConnection connection = wizd.connect()) {
            RawResponse head = connection
                    .send(request("HEAD /blobs/bytes" + length + " HTTP/1.1"))
                    .readHeadResponse();
            assertThat(head.header("Content-Length")).isEqualTo(String.valueOf(length));
            assertThat(head.header("Content-Type")).isEqualTo(response.header("Content-Type"));
        }
    }

    @Test
    void theLargestBody() {
        byte[] bytes = random(Blobs.MAX_BYTES);
        assertThat(put("largest", bytes, "Content-Type: a/b").status()).isEqualTo(201);
        assertThat(get("/blobs/largest").bytes()).isEqualTo(bytes);
    }

    @Test
    void aTypeIsOctetsWhereNoneIsSaid() {
        put("untyped", "{}");
        RawResponse response = get("/blobs/untyped");
        assertThat(response.header("Content-Type")).isEqualTo("application/octet-stream");
        assertThat(response.body()).isEqualTo("{}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "Application/JSON", "application/json; charset=\"UTF-8\""})
    void jsonIsAValue(String type) {
        put("json", " {\"a\": 1.50} ", "Content-Type: " + type);
        RawResponse response = get("/blobs/json");
        assertThat(response.header("Content-Type")).isEqualTo("application/json");
        assertThat(response.body().strip()).isEqualTo("{\"a\": 1.50}");
        assertThat(response.has("Content-Security-Policy")).isFalse();
        assertThat(put("json", "{", "Content-Type: " + type).body()).contains("NOT_JSON");
        assertThat(put("json", "", "Content-Type: " + type).body()).contains("value is missing");
    }

    @ParameterizedTest
    @ValueSource(strings = {"iso-8859-1", "utf-16", "\"UTF-16LE\""})
    void jsonIsUtf8(String charset) {
        RawResponse response = put("json", "1", "Content-Type: application/json; charset=" + charset);
        assertThat(response.status()).isEqualTo(415);
        assertThat(response.header("Accept")).isEqualTo("*/*");
        assertThat(response.body()).contains("JSON must be in UTF-8");
    }

    /** RFC 6839: these are types of their own. */
    @Test
    void typesBuiltOnJsonAreBytes() {
        put("plus", "{not JSON", "Content-Type: application/vnd.x+json");
        assertThat(get("/blobs/plus").body()).isEqualTo("{not JSON");
    }

    @Test
    void aStoredPageCannotActForThisServer() {
        put("page", HTML, "Content-Type: text/html");
        RawResponse response = get("/blobs/page");
        assertThat(response.header("Content-Type")).isEqualTo("text/html");
        assertThat(response.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(response.header("Content-Security-Policy")).isEqualTo("sandbox");
        RawResponse octets = get("/plain/page");
        assertThat(octets.header("Content-Security-Policy")).isEqualTo("sandbox");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\'', textBlock = """
            text       | 400
            */*        | 400
            text/*     | 400
            text/a b   | 400
            text/a;b   | 400
            text/a, b/c | 400
            text/ä     | 400
            """)
    void whatIsNoMediaType(String type, int status) {
        RawResponse response = put("bad-type", "x", "Content-Type: " + type);
        assertThat(response.status()).as("%s", response).isEqualTo(status);
        assertThat(response.body()).contains("Content-Type");
    }

    @Test
    void aMediaTypeTooLong() {
        String longest = "a/" + "b".repeat(253);
        assertThat(put("long-type", "x", "Content-Type: " + longest).status()).isEqualTo(201);
        assertThat(get("/blobs/long-type").header("Content-Type")).isEqualTo(longest);
        assertThat(put("long-type", "x", "Content-Type: " + longest + "b").status())
                .isEqualTo(415);
    }

    /** A type that came in a message may be anything. */
    @Test
    void aStoredTypeNeverBreaksTheResponse() {
        String message = "{\"key\":\"split\",\"value\":\"YWJj\",\"contentType\":\"a/b\\r\\nX-Injected: 1\"}";
        try (RawConnection connection = wizd.connect()) {
            connection
                    .send(HttpCase.requestWithBody("POST /messages/blob-set HTTP/1.1", message))
                    .readResponse();
        }
        RawResponse response = get("/blobs/split");
        assertThat(response.header("Content-Type")).isEqualTo("application/octet-stream");
        assertThat(response.has("X-Injected")).isFalse();
        assertThat(response.body()).isEqualTo("abc");
    }

    @Test
    void aCompressedBodyIsStoredPlain() {
        byte[] plain = random(300_000);
        RawResponse response = put("gzip", gzip(plain), "Content-Type: a/b", "Content-Encoding: gzip");
        assertThat(response.status()).as("%s", response).isEqualTo(201);
        assertThat(get("/blobs/gzip").bytes()).isEqualTo(plain);
        assertThat(put("coded", "x", "Content-Type: a/b", "Content-Encoding: br")
                        .status())
                .isEqualTo(415);
    }

    @Test
    void tooLargeIsSaidBeforeTheBodyComes() {
        try (RawConnection connection = wizd.connect()) {
            RawResponse response = connection
                    .send(request("PUT /blobs/too-large HTTP/1.1", "Content-Length: " + (Blobs.MAX_BYTES + 1)))
                    .readResponse();
            assertThat(response.status()).isEqualTo(413);
            assertThat(connection.isEnded()).isTrue();
        }
    }

    @Test
    void tooLargeInChunksOrCompressed() {
        byte[] large = new byte[Blobs.MAX_BYTES + 1];
        assertThat(put("too-large", gzip(large), "Content-Type: a/b", "Content-Encoding: gzip")
                        .status())
                .isEqualTo(413);
        try (RawConnection connection = wizd.connect()) {
            connection.send(request("PUT /blobs/too-large HTTP/1.1", "Transfer-Encoding: chunked"));
            connection.send(Integer.toHexString(large.length) + "\r\n").send(large);
            assertThat(connection.readResponse().status()).isEqualTo(413);
        }
        assertThat(get("/blobs/too-large").status()).isEqualTo(404);
    }

    @Test
    void inChunks() {
        byte[] bytes = random(3 << 20);
        try (RawConnection connection = wizd.connect()) {
            connection.send(request("PUT /blobs/chunked HTTP/1.1", "Transfer-Encoding: chunked"));
            connection
                    .send(Integer.toHexString(bytes.length) + "\r\n")
                    .send(bytes)
                    .send("\r\n0\r\n\r\n");
            assertThat(connection.readResponse().status()).isEqualTo(201);
        }
        assertThat(get("/blobs/chunked").bytes()).isEqualTo(bytes);
    }

    @Test
    void otherRoutesTakeNoMoreThanAMessage() {
        try (RawConnection connection = wizd.connect()) {
            assertThat(connection
                            .send(request("PATCH /blobs/a HTTP/1.1", "Content-Length: " + ((1 << 20) + 1)))
                            .readResponse()
                            .status())
                    .isEqualTo(413);
        }
    }

    @Test
    void aClientThatAsksFirstSendsALargeBodyWhenTold() {
        byte[] bytes = random(2 << 20);
        try (RawConnection connection = wizd.connect()) {
            connection.send(
                    request("PUT /blobs/asked HTTP/1.1", "Expect: 100-continue", "Content-Length: " + bytes.length));
            assertThat(connection.readResponse().status()).isEqualTo(100);
            assertThat(connection.send(bytes).readResponse().status()).isEqualTo(201);
        }
    }

    @ParameterizedTest(name = "Accept: {0}")
    @ValueSource(
            strings = {"image/png", "*/*", "text/html, */*;q=0.1", "text/html", "application/json", "image/png;q=0, */*"
            })
    void whatIsStoredIsSentWhateverAcceptSays(String accept) {
        put("picture", "x", "Content-Type: image/png");
        RawResponse response = get("/blobs/picture", "Accept: " + accept);
        assertThat(response.status()).isEqualTo(200);
        assertThat(response.header("Content-Type")).isEqualTo("image/png");
        assertThat(response.body()).isEqualTo("x");
    }

    @Test
    void fieldsOfTheBodyAreNoParameters() {
        assertThat(put("a?contentType=text/html", "x").status()).isEqualTo(400);
        assertThat(put("a?value=1", "x").status()).isEqualTo(400);
        assertThat(put("a?ttlMs=5000", "x").body()).contains("\"ttlMs\":5000");
    }
}
