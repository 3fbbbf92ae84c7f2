package io.wizd.server.http;

import static io.wizd.server.http.HttpCase.closes;
import static io.wizd.server.http.HttpCase.request;
import static io.wizd.server.http.HttpCase.stays;

import io.wizd.server.http.wire.RequestFields;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** RFC 9112, section 5, and RFC 9110, section 5: header fields. */
class FieldSyntaxTest {

    static Stream<HttpCase> fields() {
        return Stream.of(
                stays("5 white space around a value", 200, request("GET /ping HTTP/1.1", "X-A: \t b \t")),
                stays("5 no white space before a value", 200, request("GET /ping HTTP/1.1", "X-A:b")),
                stays("5 an empty value", 200, request("GET /ping HTTP/1.1", "X-A:")),
                stays("5 bytes above ASCII in a value", 200, request("GET /ping HTTP/1.1", "X-A: äöü")),
                stays(
                        "5 a value with commas, quotes and colons",
                        200,
                        request("GET /ping HTTP/1.1", "X-A: \"a, b\": c")),
                stays(
                        "RFC 9110 12.5.1 an Accept of parameters alone",
                        406,
                        request("GET /ping HTTP/1.1", "Accept: ;q=1")),
                stays("RFC 9110 12.5.1 an Accept of a semicolon", 406, request("GET /ping HTTP/1.1", "Accept: ;")),
                closes("5.1 white space before the colon", 400, request("GET /ping HTTP/1.1", "X-A : b")),
                closes("5.1 a tab before the colon", 400, request("GET /ping HTTP/1.1", "X-A\t: b")),
                closes("5.1 a space in the name", 400, request("GET /ping HTTP/1.1", "X A: b")),
                closes("5.1 no name", 400, request("GET /ping HTTP/1.1", ": b")),
                closes("5 no colon", 400, request("GET /ping HTTP/1.1", "X-A")),
                closes("5 a name that is no token", 400, request("GET /ping HTTP/1.1", "X{A}: b")),
                closes("5 a name above ASCII", 400, request("GET /ping HTTP/1.1", "Ä: b")),
                closes("5 NUL in a value", 400, request("GET /ping HTTP/1.1", "X-A: a\0b")),
                closes("5 a bare CR in a value", 400, request("GET /ping HTTP/1.1", "X-A: a\rb")),
                closes("5 a control character in a value", 400, request("GET /ping HTTP/1.1", "X-A: a\u0007b")),
                closes("5 DEL in a value", 400, request("GET /ping HTTP/1.1", "X-A: a\u007fb")),
                closes(
                        "2.2 a field line that ends with LF alone",
                        400,
                        "GET /ping HTTP/1.1\r\nHost: a\nX-A: b\r\n\r\n"),
                closes("2.2 an empty line of LF alone", 400, "GET /ping HTTP/1.1\r\nHost: a\r\n\n"),
                stays("5.2 a folded line is taken as a space", 200, request("GET /ping HTTP/1.1", "X-A: a,\r\n  b")),
                closes("5.2 a folded Host is no host", 400, "GET /ping HTTP/1.1\r\nHost: a\r\n b\r\n\r\n"),
                closes(
                        "5.2 a folded Content-Length is no length",
                        400,
                        request("POST /ping HTTP/1.1", "Content-Length: 1\r\n 0")),
                stays(
                        "5 as many fields as may be",
                        200,
                        request("GET /ping HTTP/1.1", many(RequestFields.MAX_FIELDS - 1))),
                closes("5.4 too many fields", 431, request("GET /ping HTTP/1.1", many(RequestFields.MAX_FIELDS))),
                closes("5.4 one field too long", 431, request("GET /ping HTTP/1.1", "X-A: " + "b".repeat(17_000))),
                closes("5.4 all fields together too long", 431, request("GET /ping HTTP/1.1", long16())),
                stays(
                        "RFC 9110 5.1 unknown fields are passed over",
                        200,
                        request("GET /ping HTTP/1.1", "X-Unknown: 1", "Cookie: a=b")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void fields(HttpCase test) {
        test.check();
    }

    private static String[] many(int count) {
        return IntStream.range(0, count).mapToObj(i -> "X-" + i + ": a").toArray(String[]::new);
    }

    private static String long16() {
        return IntStream.range(0, 17)
                .mapToObj(i -> "X-" + i + ": " + "a".repeat(1_000))
                .collect(Collectors.joining("\r\n"));
    }
}
