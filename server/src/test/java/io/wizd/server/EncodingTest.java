package io.wizd.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.wizd.protocol.Json;
import io.wizd.protocol.Jsons;
import io.wizd.server.testing.RawConnection;
import io.wizd.server.testing.RawResponse;
import io.wizd.server.testing.TestWizd;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** JSON is UTF-8 without a byte order mark, on every face; anything else is refused in the same words, and nothing is done. */
class EncodingTest {
    private static final TestWizd WIZD = TestWizd.shared();

    /** What other programs write for UTF-8. */
    private enum Encoding {
        UTF_8_MARKED("UTF-8", "\uFEFF"),
        UTF_16LE("UTF-16LE", ""),
        UTF_16LE_MARKED("UTF-16LE", "\uFEFF"),
        UTF_16BE("UTF-16BE", ""),
        UTF_16BE_MARKED("UTF-16BE", "\uFEFF"),
        UTF_32LE("UTF-32LE", ""),
        UTF_32LE_MARKED("UTF-32LE", "\uFEFF"),
        UTF_32BE("UTF-32BE", ""),
        UTF_32BE_MARKED("UTF-32BE", "\uFEFF");

        final Charset charset;
        final String mark;

        Encoding(String charset, String mark) {
            this.charset = Charset.forName(charset);
            this.mark = mark;
        }

        byte[] of(String text) {
            return (mark + text).getBytes(charset);
        }

        /** On a connection, a zero at first is a length. */
        boolean beginsWithZero() {
            return of("{")[0] == 0;
        }
    }

    private static RawResponse send(String requestLine, byte[] body, String... fields) {
        try (RawConnection connection = WIZD.connect()) {
            String more = Arrays.stream(fields).map(field -> field + "\r\n").reduce("", String::concat);
            return connection
                    .send(requestLine + " HTTP/1.1\r\nHost: a\r\n" + more + "Content-Length: " + body.length
                            + "\r\n\r\n")
                    .send(body)
                    .readResponse();
        }
    }

    private static void assertRefused(String reply) {
        assertThat(reply).contains("NOT_JSON").containsAnyOf("UTF-8", "byte order mark");
    }

    @ParameterizedTest
    @EnumSource
    void httpRefusesIt(Encoding encoding) throws IOException {
        String value = "{\"value\":1,\"key\":\"encoding-" + encoding + "\"}";
        String envelope = "{\"msgType\":\"kv-set\",\"message\":" + value + "}";
        String json = "Content-Type: application/json";
        for (RawResponse response : new RawResponse[] {
            send("POST /messages/kv-set", encoding.of(value), json),
            send("POST /messages", encoding.of(envelope), json),
            send("POST /messages", encoding.of("[" + envelope + "]"), json),
            send("PUT /kv/encoding-" + encoding, encoding.of("{\"a\":1}"), json),
            send("PUT /kv/encoding-" + encoding, encoding.of("\"ä\""), json),
            send("POST /kv/", encoding.of("{\"operations\":[" + value.replace("{", "{\"op\":\"set\",") + "]}"), json),
            send("POST /messages/kv-set", gzip(encoding.of(value)), json, "Content-Encoding: gzip"),
            send("PUT /kv/encoding-" + encoding, gzip(encoding.of("1")), json, "Content-Encoding: gzip")
        }) {
            assertThat(response.status()).as("%s", response).isEqualTo(400);
            assertRefused(response.body());
        }
        assertThat(send("GET /kv/encoding-" + encoding, new byte[0]).status()).isEqualTo(404);
    }

    private static byte[] gzip(byte[] plain) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(plain);
        }
        return bytes.toByteArray();
    }

    @ParameterizedTest
    @EnumSource
    void aConnectionRefusesItWhereverItIsCut(Encoding encoding) {
        byte[] text = encoding.of("{\"msgType\":\"ping\"}");
        byte[] frame = ByteBuffer.allocate(text.length + Integer.BYTES)
                .putInt(text.length)
                .put(text)
                .array();
        for (int cut = 0; cut <= frame.length; cut++) {
            assertRefused(replyTo(frame, cut));
        }
        for (int cut = 0; cut <= text.length && !encoding.beginsWithZero(); cut++) {
            assertRefused(replyTo(text, cut));
        }
    }

    private static String replyTo(byte[] bytes, int cut) {
        try (RawConnection connection = WIZD.connect()) {
            return connection
                    .send(Arrays.copyOf(bytes, cut))
                    .send(Arrays.copyOfRange(bytes, cut, bytes.length))
                    .endOutput()
                    .readToEnd();
        }
    }

    /** By its first byte it is a length that is too long, or that of a message that does not come. */
    @Test
    void whatBeginsWithZeroIsTakenForALength() {
        byte[] text = Encoding.UTF_16BE.of("{\"msgType\":\"ping\"}");
        assertThat(replyTo(text, text.length)).contains("TOO_LARGE", "the length prefix says 8060962 bytes");
    }

    /** Whatever comes first, somebody hears why the connection ends. */
    @ParameterizedTest
    @CsvSource({"1603010005010000010303", "80ff80ff", "01020304", "fffefdfc", "c0", "ff", "1b5b324a"})
    void everyFirstByteIsAnswered(String hex) throws IOException {
        byte[] bytes = HexFormat.of().parseHex(hex);
        for (int cut = 0; cut <= bytes.length; cut++) {
            JsonNode reply = Jsons.MAPPER.readTree(replyTo(bytes, cut));
            assertThat(reply.at("/result/Code").textValue()).isEqualTo("NOT_JSON");
        }
    }

    @Test
    void aCharacterOfAMarkIsAValueLikeOthers() {
        String value = "\"\uFEFF\"";
        assertThat(send(
                                "PUT /kv/encoding-mark",
                                value.getBytes(StandardCharsets.UTF_8),
                                "Content-Type: application/json")
                        .status())
                .isIn(200, 201);
        assertThat(Json.of(send("GET /kv/encoding-mark", new byte[0]).bytes())).isEqualTo(Json.of(value));
    }
}
