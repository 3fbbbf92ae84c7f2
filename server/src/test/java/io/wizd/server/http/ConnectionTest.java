package io.wizd.server.http;

import static io.wizd.server.http.HttpCase.closes;
import static io.wizd.server.http.HttpCase.putJson;
import static io.wizd.server.http.HttpCase.request;
import static io.wizd.server.http.HttpCase.requestWithBody;
import static io.wizd.server.http.HttpCase.stays;
import static org.assertj.core.api.Assertions.assertThat;

import io.wizd.server.connection.ConnectionLimits;
import io.wizd.server.testing.RawConnection;
import io.wizd.server.testing.RawResponse;
import io.wizd.server.testing.TestWizd;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** RFC 9112, section 9: how long a connection lasts, and in which order it answers. */
@Timeout(180)
class ConnectionTest {
    private static final String PING = request("GET /ping HTTP/1.1");
    private static final ConnectionLimits LIMITS = ConnectionLimits.defaults();

    static Stream<HttpCase> persistence() {
        return Stream.of(
                stays("9.3 HTTP/1.1 stays", 200, request("GET /ping HTTP/1.1")),
                stays(
                        "9.3 keep-alive in HTTP/1.1 says nothing new",
                        200,
                        request("GET /ping HTTP/1.1", "Connection: keep-alive")),
                stays(
                        "9.3 other options are passed over",
                        200,
                        request("GET /ping HTTP/1.1", "Connection: Upgrade, X-A", "Upgrade: h2c")),
                closes("9.6 close", 200, request("GET /ping HTTP/1.1", "Connection: close")),
                closes("9.6 close in any case", 200, request("GET /ping HTTP/1.1", "Connection: Close")),
                closes("9.6 close in a list", 200, request("GET /ping HTTP/1.1", "Connection: X-A , close,")),
                closes(
                        "9.6 close in a second field",
                        200,
                        request("GET /ping HTTP/1.1", "Connection: X-A", "Connection: close")),
                closes("9.6 close with a body", 200, requestWithBody("POST /ping HTTP/1.1", "{}", "Connection: close")),
                closes(
                        "9.6 close of a request that is refused",
                        404,
                        request("GET /nothing HTTP/1.1", "Connection: close")),
                stays(
                        "9.6 an option that only begins with close",
                        200,
                        request("GET /ping HTTP/1.1", "Connection: closed")),
                closes("9.3 HTTP/1.0 closes", 200, "GET /ping HTTP/1.0\r\n\r\n"),
                closes(
                        "9.3 close wins over keep-alive",
                        200,
                        "GET /ping HTTP/1.0\r\nConnection: keep-alive, close\r\n\r\n"),
                stays(
                        "RFC 9110 7.8 an upgrade is not taken",
                        200,
                        request("GET /ping HTTP/1.1", "Connection: Upgrade", "Upgrade: websocket")),
                stays(
                        "9.3 a refused request with a short body",
                        404,
                        requestWithBody("POST /nothing HTTP/1.1", "{\"a\":1}")),
                closes(
                        "9.3 a refused request with a body of unknown length",
                        404,
                        request("POST /nothing HTTP/1.1", "Transfer-Encoding: chunked") + "2\r\n{}\r\n0\r\n\r\n"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void persistence(HttpCase test) {
        test.check();
    }

    @Test
    void http10ClientsAreToldThatTheConnectionStays() {
        try (RawConnection connection = TestWizd.shared().connect()) {
            for (int i = 0; i < 2; i++) {
                RawResponse response = connection
                        .send("GET /ping HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n")
                        .readResponse();
                assertThat(response.statusLine()).isEqualTo("HTTP/1.1 200 OK");
                assertThat(response.header("Connection")).isEqualTo("keep-alive");
            }
        }
    }

    @Test
    void theRepliesComeInTheOrderOfTheRequests() {
        try (RawConnection connection = TestWizd.shared().connect()) {
            connection.send(request("GET /fib/5000 HTTP/1.1")
                    + PING
                    + request("GET /nothing HTTP/1.1")
                    + putJson("/kv/pipelined", "[1]")
                    + PING);
            assertThat(connection.readResponse().body()).startsWith("{\"N\":5000");
            assertThat(connection.readResponse().body()).contains("pong");
            assertThat(connection.readResponse().status()).isEqualTo(404);
            assertThat(connection.readResponse().body()).contains("\"version\"");
            assertThat(connection.readResponse().body()).contains("pong");
        }
    }

    @Test
    void whatWasAskedBeforeTheClientEndsItsOutputIsAnswered() {
        try (RawConnection connection = TestWizd.shared().connect()) {
            connection.send(request("GET /fib/1000 HTTP/1.1") + PING).endOutput();
            assertThat(connection.readResponse().body()).startsWith("{\"N\":1000");
            assertThat(connection.readResponse().body()).contains("pong");
            assertThat(connection.isEnded()).isTrue();
        }
    }

    /** Far more than may be in flight, and than fits into a read buffer, with slow ones first: none lost, none twice. */
    @Test
    void tenThousandPipelinedRequestsAreAnsweredInOrder() {
        checkPipelining(TestWizd.shared(), 10_000);
    }

    /** The requests came in one read; the replies go out as the client takes them, the last ones too. */
    @Test
    void allRepliesComeToAClientThatReadsLate() {
        int count = 1_000;
        try (RawConnection connection = TestWizd.shared().connect()) {
            connection.send(request("GET /types HTTP/1.1").repeat(count));
            for (int i = 0; i < count; i++) {
                assertThat(connection.readResponse().status()).as("reply %d", i).isEqualTo(200);
            }
        }
    }

    @Test
    void oneInFlightIsEnough() {
        try (TestWizd wizd = TestWizd.start(new ConnectionLimits(
                LIMITS.maxMessageBytes(),
                1,
                LIMITS.writeIdleTimeoutMs(),
                LIMITS.requestTimeoutMs(),
                LIMITS.idleTimeoutMs()))) {
            checkPipelining(wizd, 500);
        }
    }

    /** A client that pipelines sees what it would see if it waited for each reply. */
    @Test
    void pipelinedRequestsAreCarriedOutInOrderWhereOneIsNotSafe() {
        String key = "/kv/pipelined-order";
        String requests = request("DELETE " + key + " HTTP/1.1")
                + requestWithBody("PUT " + key + " HTTP/1.1", "1")
                + request("GET " + key + " HTTP/1.1")
                + request("GET " + key + " HTTP/1.1")
                + requestWithBody("PUT " + key + " HTTP/1.1", "9", "If-None-Match: *")
                + requestWithBody("PUT " + key + " HTTP/1.1", "2")
                + requestWithBody("PATCH " + key + " HTTP/1.1", "3")
                + request("GET " + key + " HTTP/1.1")
                + request("DELETE " + key + " HTTP/1.1")
                + request("GET " + key + " HTTP/1.1");
        int rounds = 20;
        try (RawConnection connection = TestWizd.shared().connect()) {
            status(connection, requestWithBody("PUT " + key + " HTTP/1.1", "0"));
            connection.send(requests.repeat(rounds));
            for (int i = 0; i < rounds; i++) {
                List<RawResponse> responses = IntStream.range(0, 10)
                        .mapToObj(n -> connection.readResponse())
                        .toList();
                assertThat(responses)
                        .extracting(RawResponse::status)
                        .as("round %d", i)
                        .containsExactly(i == 0 ? 204 : 404, 201, 200, 200, 412, 200, 200, 200, 204, 404);
                assertThat(List.of(2, 3, 7))
                        .extracting(n -> responses.get(n).body())
                        .containsExactly("1", "1", "3");
            }
        }
    }

    private static int status(RawConnection connection, String request) {
        return connection.send(request).readResponse().status();
    }

    private static void checkPipelining(TestWizd wizd, int count) {
        StringBuilder requests = new StringBuilder();
        for (int i = 0; i < count; i++) {
            requests.append(pipelined(i));
        }
        try (RawConnection connection = wizd.connect()) {
            Thread sender = Thread.ofVirtual()
                    .start(() -> connection.send(requests.toString()).endOutput());
            for (int i = 0; i < count; i++) {
                RawResponse response = connection.readResponse();
                assertThat(response.status()).isIn(200, 201);
                assertThat(response.body()).as("reply %d of %d", i, count).startsWith(expected(i));
            }
            assertThat(connection.isEnded()).isTrue();
            sender.interrupt();
        }
    }

    /** Each has a reply of its own: the slowest is computed, then the database is asked, the fastest waits for nobody. */
    private static String pipelined(int i) {
        return switch (i % 4) {
            case 0 -> request("GET /fib/" + (1_000 - i % 1_000) + " HTTP/1.1");
            case 1 -> putJson("/kv/pipe-" + i, "" + i);
            case 2 -> envelope(i, "chunked");
            default -> envelope(i, "length");
        };
    }

    private static String envelope(int i, String framing) {
        String body = "{\"msgType\":\"ping\",\"seqNum\":" + i + "}";
        return framing.equals("length")
                ? requestWithBody("POST / HTTP/1.1", body)
                : request("POST / HTTP/1.1", "Transfer-Encoding: chunked") + Integer.toHexString(body.length()) + "\r\n"
                        + body + "\r\n0\r\n\r\n";
    }

    private static String expected(int i) {
        return switch (i % 4) {
            case 0 -> "{\"N\":" + (1_000 - i % 1_000) + ",";
            case 1 -> "{\"key\":\"pipe-" + i + "\"";
            default -> "{\"msgType\":\"ping\",\"seqNum\":" + i + ",";
        };
    }

    /** The client asks for far more than the buffers between it and the server hold, and does not read until the end. */
    @Test
    void aClientThatReadsLateGetsEverything() {
        int count = 400;
        try (RawConnection connection = TestWizd.shared().connect()) {
            connection.send(request("GET /fib/3000 HTTP/1.1").repeat(count));
            connection.send(PING).endOutput();
            for (int i = 0; i < count; i++) {
                assertThat(connection.readResponse().body()).startsWith("{\"N\":3000");
            }
            assertThat(connection.readResponse().body()).contains("pong");
            assertThat(connection.isEnded()).isTrue();
        }
    }

    /** The body is far over the limit, and the client sends on: the reply must not be lost to a reset. */
    @Test
    void aReplyArrivesAlthoughTheClientStillSends() {
        try (RawConnection connection = TestWizd.shared().connect()) {
            connection.send(request("POST /ping HTTP/1.1", "Content-Length: 4000000"));
            for (int i = 0; i < 4; i++) {
                connection.send(" ".repeat(1_000_000));
            }
            assertThat(connection.readResponse().status()).isEqualTo(413);
            assertThat(connection.isEnded()).isTrue();
        }
    }

    private static TestWizd withTimeouts(long requestTimeoutMs, long idleTimeoutMs) {
        return TestWizd.start(new ConnectionLimits(
                LIMITS.maxMessageBytes(),
                LIMITS.maxInFlightPerConnection(),
                LIMITS.writeIdleTimeoutMs(),
                requestTimeoutMs,
                idleTimeoutMs));
    }

    static Stream<String> slowRequests() {
        return Stream.of(
                "GET /pi",
                "GET /ping HTTP/1.1\r\nHost: a\r\nX-A",
                "POST /ping HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n{}",
                "POST /nothing HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n{}",
                "POST /ping HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n");
    }

    @ParameterizedTest
    @MethodSource
    void slowRequests(String begun) {
        try (TestWizd wizd = withTimeouts(100, 60_000);
                RawConnection connection = wizd.connect()) {
            connection.send(PING + begun);
            assertThat(connection.readResponse().status()).isEqualTo(200);
            RawResponse response = connection.readResponse();
            if (response.status() == 404) {
                assertThat(connection.isEnded())
                        .as("it was answered before its end")
                        .isTrue();
            } else {
                assertThat(response.status()).isEqualTo(408);
                assertThat(response.header("Connection")).isEqualTo("close");
                assertThat(connection.isEnded()).isTrue();
            }
        }
    }

    @Test
    void anUnusedConnectionIsClosedQuietly() {
        try (TestWizd wizd = withTimeouts(50, 100);
                RawConnection connection = wizd.connect()) {
            connection.send(PING);
            assertThat(connection.readResponse().status()).isEqualTo(200);
            assertThat(connection.isEnded()).isTrue();
        }
    }

    @Test
    void aRequestThatTakesLongToAnswerIsNotSlow() {
        try (TestWizd wizd = withTimeouts(20, 40);
                RawConnection connection = wizd.connect()) {
            connection.send(request("GET /fib/10000 HTTP/1.1").repeat(5));
            for (int i = 0; i < 5; i++) {
                assertThat(connection.readResponse().status()).isEqualTo(200);
            }
        }
    }
}
