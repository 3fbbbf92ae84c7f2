package io.wizd.server.http;

import static io.wizd.server.http.HttpCase.closes;
import static io.wizd.server.http.HttpCase.request;
import static io.wizd.server.http.HttpCase.stays;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** RFC 9112, sections 2 and 3: the request line and what it asks for. */
class RequestLineTest {
    private static final String HOST = "Host: localhost\r\n\r\n";

    static Stream<HttpCase> requestLines() {
        return Stream.of(
                stays(
                        "2.2 empty lines before the request line are passed over",
                        200,
                        "\r\n\r\n" + request("GET /ping HTTP/1.1")),
                closes("2.2 a line that ends with LF alone", 400, "GET /ping HTTP/1.1\n" + HOST),
                closes("2.2 a bare CR in the request line", 400, "GET /ping\r HTTP/1.1\r\n" + HOST),
                closes("2.2 a bare CR for a space", 400, "GET\r/ping HTTP/1.1\r\n" + HOST),
                closes("2.2 white space before the first field", 400, "GET /ping HTTP/1.1\r\n Host: localhost\r\n\r\n"),
                closes("3 two spaces", 400, "GET  /ping HTTP/1.1\r\n" + HOST),
                closes("3 two spaces before the version", 400, "GET /ping  HTTP/1.1\r\n" + HOST),
                closes("3 a tab for a space", 400, "GET\t/ping HTTP/1.1\r\n" + HOST),
                closes("3 a tab before the version", 400, "GET /ping\tHTTP/1.1\r\n" + HOST),
                closes("3 a space at the end", 400, "GET /ping HTTP/1.1 \r\n" + HOST),
                closes("3 four words", 400, "GET /ping x HTTP/1.1\r\n" + HOST),
                closes("3 no version (HTTP/0.9)", 400, "GET /ping\r\n\r\n"),
                closes("3 no target", 400, "GET HTTP/1.1\r\n" + HOST),
                closes("3 a request line too long", 414, "GET /" + "a".repeat(9_000) + " HTTP/1.1\r\n" + HOST),
                closes("3.1 a method that is no token", 400, "GE(T /ping HTTP/1.1\r\n" + HOST),
                stays("3.1 methods are case-sensitive", 501, "Get /ping HTTP/1.1\r\n" + HOST),
                stays("3.1 an unknown method", 501, request("BREW /ping HTTP/1.1")),
                stays("3.2.1 origin form", 200, request("GET /ping HTTP/1.1")),
                stays("3.2.1 origin form with a query", 400, request("GET /ping?a=1 HTTP/1.1")),
                closes("3.2.1 a fragment", 400, request("GET /ping#top HTTP/1.1")),
                closes("3.2.1 no slash", 400, request("GET ping HTTP/1.1")),
                closes("3.2.1 a character that must be percent-encoded", 400, request("GET /kv/a\"b HTTP/1.1")),
                closes("3.2.1 a byte above ASCII", 400, request("GET /kv/ä HTTP/1.1")),
                closes("3.2.1 a control character", 400, request("GET /kv/a\u0001b HTTP/1.1")),
                stays("3.2.2 absolute form", 200, request("GET http://example.org/ping HTTP/1.1")),
                stays(
                        "3.2.2 absolute form, any case, with a port",
                        200,
                        request("GET HTTP://example.org:80/ping HTTP/1.1")),
                stays("3.2.2 absolute form without a path", 405, request("GET http://example.org HTTP/1.1")),
                stays(
                        "3.2.2 absolute form with a query and no path",
                        405,
                        request("GET http://example.org?a HTTP/1.1")),
                closes("3.2.2 absolute form still needs Host", 400, "GET http://example.org/ping HTTP/1.1\r\n\r\n"),
                closes("3.2.2 absolute form without a host", 400, request("GET http:///ping HTTP/1.1")),
                closes(
                        "3.2.2 absolute form with user information",
                        400,
                        request("GET http://a@example.org/ping HTTP/1.1")),
                closes(
                        "3.2.2 https over a connection without TLS",
                        400,
                        request("GET https://example.org/ping HTTP/1.1")),
                closes("3.2.3 authority form: no proxy", 501, request("CONNECT example.org:443 HTTP/1.1")),
                closes("3.2.3 authority form of another method", 400, request("GET example.org:443 HTTP/1.1")),
                stays("3.2.4 asterisk form", 204, request("OPTIONS * HTTP/1.1")),
                stays("3.2.4 absolute form of the asterisk", 204, request("OPTIONS http://example.org HTTP/1.1")),
                closes("3.2.4 asterisk form of another method", 400, request("GET * HTTP/1.1")),
                stays("2.3 a later minor version is taken as 1.1", 200, request("GET /ping HTTP/1.9")),
                closes("2.3 another major version", 505, request("GET /ping HTTP/2.0")),
                closes("2.3 the preface of HTTP/2", 505, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
                closes("2.3 major version 0", 505, request("GET /ping HTTP/0.9")),
                closes("2.3 the name of the protocol is case-sensitive", 400, request("GET /ping http/1.1")),
                closes("2.3 a version of two digits", 400, request("GET /ping HTTP/1.10")),
                closes("2.3 another protocol", 400, request("GET /ping HTTX/1.1")),
                closes("2.3 HTTP/1.0 closes unless asked", 200, "GET /ping HTTP/1.0\r\n\r\n"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void requestLines(HttpCase test) {
        test.check();
    }

    static Stream<HttpCase> hosts() {
        return Stream.of(
                closes("3.2 HTTP/1.1 without Host", 400, "GET /ping HTTP/1.1\r\n\r\n"),
                closes("3.2 Host twice", 400, request("GET /ping HTTP/1.1", "Host: localhost")),
                closes("3.2 two hosts", 400, "GET /ping HTTP/1.1\r\nHost: a, b\r\n\r\n"),
                closes("3.2 a host with a path", 400, "GET /ping HTTP/1.1\r\nHost: a/b\r\n\r\n"),
                closes("3.2 a host with a space", 400, "GET /ping HTTP/1.1\r\nHost: a b\r\n\r\n"),
                closes("3.2 a host with user information", 400, "GET /ping HTTP/1.1\r\nHost: u@a\r\n\r\n"),
                closes("3.2 a port that is none", 400, "GET /ping HTTP/1.1\r\nHost: a:8x\r\n\r\n"),
                closes("3.2 a port without a host", 400, "GET /ping HTTP/1.1\r\nHost: :80\r\n\r\n"),
                closes("3.2 a bracket left open", 400, "GET /ping HTTP/1.1\r\nHost: [::1\r\n\r\n"),
                closes("3.2 malformed in HTTP/1.0 too", 400, "GET /ping HTTP/1.0\r\nHost: a/b\r\n\r\n"),
                stays("3.2 an empty host", 200, "GET /ping HTTP/1.1\r\nHost:\r\n\r\n"),
                stays("3.2 a host with a port", 200, "GET /ping HTTP/1.1\r\nHost: example.org:8003\r\n\r\n"),
                stays("3.2 an IPv6 address", 200, "GET /ping HTTP/1.1\r\nHost: [::1]:8003\r\n\r\n"),
                stays("3.2 the name of the field in any case", 200, "GET /ping HTTP/1.1\r\nhOST: a\r\n\r\n"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void hosts(HttpCase test) {
        test.check();
    }
}
