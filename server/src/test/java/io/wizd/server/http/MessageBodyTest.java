package io.wizd.server.http;

import static io.wizd.server.http.HttpCase.closes;
import static io.wizd.server.http.HttpCase.request;
import static io.wizd.server.http.HttpCase.requestWithBody;
import static io.wizd.server.http.HttpCase.responseTo;
import static io.wizd.server.http.HttpCase.stays;
import static org.assertj.core.api.Assertions.assertThat;

import io.wizd.server.testing.RawConnection;
import io.wizd.server.testing.RawResponse;
import io.wizd.server.testing.TestWizd;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9112, sections 6 to 8 and 11: how long a message is, and that nobody can make two servers disagree about it. */
class MessageBodyTest {
    private static final String CHUNKED = "Transfer-Encoding: chunked";

    private static String chunked(String chunks, String... fields) {
        String[] all = new String[fields.length + 1];
        System.arraycopy(fields, 0, all, 0, fields.length);
        all[fields.length] = CHUNKED;
        return request("POST /ping HTTP/1.1", all) + chunks;
    }

    static Stream<HttpCase> lengths() {
        return Stream.of(
                stays("6.3 no length is an empty body", 200, request("POST /ping HTTP/1.1")),
                stays("6.3 a length of zero", 200, requestWithBody("POST /ping HTTP/1.1", "")),
                stays("6.3 a length", 200, requestWithBody("POST /ping HTTP/1.1", "{}")),
                stays(
                        "6.3 a body of GET means nothing and is passed over",
                        200,
                        requestWithBody("GET /ping HTTP/1.1", "not JSON")),
                closes(
                        "6.3 length twice, the same",
                        400,
                        request("POST /ping HTTP/1.1", "Content-Length: 2", "Content-Length: 2") + "{}"),
                closes(
                        "6.3 length twice, differing",
                        400,
                        request("POST /ping HTTP/1.1", "Content-Length: 2", "Content-Length: 3") + "{} "),
                closes("6.3 a list of lengths", 400, request("POST /ping HTTP/1.1", "Content-Length: 2, 2") + "{}"),
                closes(
                        "6.3 length twice in HTTP/1.0",
                        400,
                        "POST /ping HTTP/1.0\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{} "),
                closes(
                        "6.3 a list of lengths in HTTP/1.0",
                        400,
                        "POST /ping HTTP/1.0\r\nContent-Length: 2, 3\r\n\r\n{} "),
                closes("6.2 a length with a sign", 400, request("POST /ping HTTP/1.1", "Content-Length: +2") + "{}"),
                closes("6.2 a negative length", 400, request("POST /ping HTTP/1.1", "Content-Length: -1")),
                closes("6.2 a hexadecimal length", 400, request("POST /ping HTTP/1.1", "Content-Length: 0x2") + "{}"),
                closes(
                        "6.2 a length with a fraction",
                        400,
                        request("POST /ping HTTP/1.1", "Content-Length: 2.0") + "{}"),
                closes("6.2 an empty length", 400, request("POST /ping HTTP/1.1", "Content-Length:") + "{}"),
                closes(
                        "6.2 a length beyond 63 bits",
                        400,
                        request("POST /ping HTTP/1.1", "Content-Length: 99999999999999999999")),
                closes(
                        "6.2 a length in another script's digits",
                        400,
                        request("POST /ping HTTP/1.1", "Content-Length: \u0662")),
                closes("6.2 a length over the limit", 413, request("POST /ping HTTP/1.1", "Content-Length: 1048577")),
                stays("7.1 one chunk", 200, chunked("2\r\n{}\r\n0\r\n\r\n")),
                stays(
                        "7.1 many chunks, hexadecimal in any case",
                        200,
                        chunked("a\r\n{         \r\nA\r\n          \r\n1\r\n}\r\n0\r\n\r\n")),
                stays("7.1 no chunk but the last", 200, chunked("0\r\n\r\n")),
                stays("7.1 leading zeros of a size", 200, chunked("0002\r\n{}\r\n000\r\n\r\n")),
                stays("7.1.1 extensions are passed over", 200, chunked("2;a;b=c;d=\"e;f\"\r\n{}\r\n0;x=y\r\n\r\n")),
                closes("7.1.1 an extension with a bare CR", 400, chunked("2;a=\rb\r\n{}\r\n0\r\n\r\n")),
                closes("7.1.1 an extension that ends with LF alone", 400, chunked("2;a\n{}\r\n0\r\n\r\n")),
                stays(
                        "7.1.2 trailers are passed over",
                        200,
                        chunked("2\r\n{}\r\n0\r\nX-A: b\r\nContent-Length: 7\r\n\r\n")),
                closes("7.1.2 a malformed trailer", 400, chunked("2\r\n{}\r\n0\r\nX A: b\r\n\r\n")),
                closes(
                        "7.1.2 trailers too long",
                        431,
                        chunked("2\r\n{}\r\n0\r\nX-A: " + "a".repeat(17_000) + "\r\n\r\n")),
                closes("7.1 a size that is not a number", 400, chunked("x\r\n{}\r\n0\r\n\r\n")),
                closes("7.1 an empty size", 400, chunked("\r\n{}\r\n0\r\n\r\n")),
                closes("7.1 a size with a prefix", 400, chunked("0x2\r\n{}\r\n0\r\n\r\n")),
                closes("7.1 a negative size", 400, chunked("-2\r\n{}\r\n0\r\n\r\n")),
                closes("7.1 a size beyond 31 bits", 400, chunked("80000000\r\n")),
                closes("7.1 a size beyond 64 bits", 400, chunked("10000000000000002\r\n{}\r\n0\r\n\r\n")),
                closes("7.1 a line of a size too long", 400, chunked("2;" + "a".repeat(9_000) + "\r\n{}\r\n0\r\n\r\n")),
                closes("7.1 a chunk longer than its size", 400, chunked("2\r\n{ }\r\n0\r\n\r\n")),
                closes("7.1 a chunk that ends with LF alone", 400, chunked("2\r\n{}\n0\r\n\r\n")),
                closes(
                        "7.1 chunks over the limit",
                        413,
                        chunked("100001\r\n" + " ".repeat(0x100001) + "\r\n0\r\n\r\n")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void lengths(HttpCase test) {
        test.check();
    }

    /** Each hides a second request, which the client's side or a proxy might have seen as a body. It must not be answered. */
    static Stream<HttpCase> smuggling() {
        String hidden = "0\r\n\r\nGET /types HTTP/1.1\r\nHost: localhost\r\n\r\n";
        return Stream.of(
                closes(
                        "6.1 chunked and a length",
                        400,
                        request("POST /ping HTTP/1.1", "Content-Length: 4", CHUNKED) + hidden),
                closes(
                        "6.1 a length and chunked",
                        400,
                        request("POST /ping HTTP/1.1", CHUNKED, "Content-Length: 4") + hidden),
                closes(
                        "6.1 chunked in HTTP/1.0",
                        400,
                        "POST /ping HTTP/1.0\r\nConnection: keep-alive\r\n" + CHUNKED + "\r\n\r\n" + hidden),
                closes(
                        "6.3 chunked is not last",
                        400,
                        request("POST /ping HTTP/1.1", "Transfer-Encoding: chunked, gzip") + hidden),
                closes(
                        "6.3 chunked is not there",
                        400,
                        request("POST /ping HTTP/1.1", "Transfer-Encoding: gzip") + hidden),
                closes(
                        "6.3 identity is gone",
                        400,
                        request("POST /ping HTTP/1.1", "Transfer-Encoding: identity") + hidden),
                closes(
                        "6.3 an empty list of codings",
                        400,
                        request("POST /ping HTTP/1.1", "Transfer-Encoding:") + hidden),
                closes(
                        "6.1 chunked twice in a list",
                        400,
                        request("POST /ping HTTP/1.1", "Transfer-Encoding: chunked, chunked") + hidden),
                closes(
                        "6.1 chunked twice in two fields",
                        400,
                        request("POST /ping HTTP/1.1", CHUNKED, CHUNKED) + hidden),
                closes(
                        "6.1 a coding that is not known",
                        501,
                        request("POST /ping HTTP/1.1", "Transfer-Encoding: gzip, chunked") + hidden),
                closes(
                        "6.1 a coding that only looks like it",
                        400,
                        request("POST /ping HTTP/1.1", "Transfer-Encoding: xchunked") + hidden),
                closes(
                        "6.1 a coding in quotes",
                        400,
                        request("POST /ping HTTP/1.1", "Transfer-Encoding: \"chunked\"") + hidden),
                closes(
                        "6.1 a coding with a parameter",
                        400,
                        request("POST /ping HTTP/1.1", "Transfer-Encoding: chunked;q=1") + hidden),
                closes(
                        "6.1 a coding behind a vertical tab",
                        400,
                        request("POST /ping HTTP/1.1", "Transfer-Encoding: \u000bchunked") + hidden),
                closes(
                        "6.1 white space before the colon",
                        400,
                        request("POST /ping HTTP/1.1", "Transfer-Encoding : chunked") + hidden),
                closes(
                        "6.1 a folded coding and a length",
                        400,
                        request("POST /ping HTTP/1.1", "Transfer-Encoding:\r\n chunked", "Content-Length: 4")
                                + hidden));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void smuggling(HttpCase test) {
        test.check();
    }

    @Test
    void theNameOfTheCodingIsTakenInAnyCase() {
        stays("7", 200, request("POST /ping HTTP/1.1", "Transfer-Encoding: Chunked") + "0\r\n\r\n")
                .check();
    }

    @Test
    void aChunkedBodyIsPutTogether() {
        String body = "3\r\n{\"N\r\n2\r\n\":\r\n2\r\n5}\r\n0\r\n\r\n";
        RawResponse response = responseTo(request("POST /messages/fib HTTP/1.1", CHUNKED) + body);
        assertThat(response.body()).isEqualTo("{\"N\":5,\"result\":[0,1,1,2,3]}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"N\":5}", ""})
    void aRequestCutAnywhereIsTheSame(String body) {
        String request = "\r\n" + requestWithBody("POST /messages/fib?x HTTP/1.1", body, "X-A: b");
        RawResponse whole = responseTo(request);
        for (int cut = 1; cut < request.length(); cut++) {
            try (RawConnection connection = TestWizd.shared().connect()) {
                connection.send(request.substring(0, cut)).send(request.substring(cut));
                assertThat(connection.readResponse().body()).isEqualTo(whole.body());
            }
        }
    }

    @Test
    void aRequestThatArrivesByteByByteIsTheSame() {
        try (RawConnection connection = TestWizd.shared().connect()) {
            for (char c : chunked("2;x=y\r\n{}\r\n0\r\nA: b\r\n\r\n").toCharArray()) {
                connection.send(String.valueOf(c));
            }
            assertThat(connection.readResponse().status()).isEqualTo(200);
        }
    }

    static Stream<String> incomplete() {
        return Stream.of(
                "POST /ping HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n{}",
                "POST /ping HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n",
                "POST /ping HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n",
                "GET /pi");
    }

    @ParameterizedTest
    @MethodSource
    void incomplete(String begun) {
        try (RawConnection connection = TestWizd.shared().connect()) {
            connection.send(request("GET /ping HTTP/1.1") + begun).endOutput();
            assertThat(connection.readResponse().status())
                    .as("the request before it")
                    .isEqualTo(200);
            assertThat(connection.readToEnd())
                    .as("8: an incomplete request is not carried out")
                    .isEmpty();
        }
    }

    @Test
    void aHeadThatEndsInTheMiddleIsRefused() {
        try (RawConnection connection = TestWizd.shared().connect()) {
            connection.send("GET /ping HTTP/1.1\r\nHost: a\r\nX-").endOutput();
            assertThat(connection.readResponse().status()).isEqualTo(400);
            assertThat(connection.isEnded()).isTrue();
        }
    }
}
