package io.wizd.server.http;

import static io.wizd.server.http.HttpCase.closes;
import static io.wizd.server.http.HttpCase.request;
import static io.wizd.server.http.HttpCase.stays;
import static org.assertj.core.api.Assertions.assertThat;

import io.wizd.server.testing.RawConnection;
import io.wizd.server.testing.RawResponse;
import io.wizd.server.testing.TestWizd;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** RFC 9110, section 10.1.1: clients that ask before they send a body. */
class ExpectTest {
    private static final String EXPECT = "Expect: 100-continue";

    private static String waiting(String line, String... fields) {
        String[] all = new String[fields.length + 2];
        System.arraycopy(fields, 0, all, 0, fields.length);
        all[fields.length] = EXPECT;
        all[fields.length + 1] = "Content-Length: 2";
        return request(line, all);
    }

    @Test
    void theBodyIsAskedFor() {
        try (RawConnection connection = TestWizd.shared().connect()) {
            connection.send(waiting("POST /ping HTTP/1.1"));
            assertThat(connection.readResponse().statusLine()).isEqualTo("HTTP/1.1 100 Continue");
            assertThat(connection.send("{}").readResponse().status()).isEqualTo(200);
            assertThat(connection
                            .send(request("GET /ping HTTP/1.1"))
                            .readResponse()
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    void aBodyThatComesUnaskedIsTaken() {
        try (RawConnection connection = TestWizd.shared().connect()) {
            connection.send(waiting("POST /ping HTTP/1.1") + "{}");
            assertThat(connection.readResponse().status()).isEqualTo(100);
            assertThat(connection.readResponse().status()).isEqualTo(200);
        }
    }

    @Test
    void aChunkedBodyIsAskedFor() {
        try (RawConnection connection = TestWizd.shared().connect()) {
            connection.send(request("POST /ping HTTP/1.1", "Expect: 100-Continue", "Transfer-Encoding: chunked"));
            assertThat(connection.readResponse().status()).isEqualTo(100);
            assertThat(connection.send("2\r\n{}\r\n0\r\n\r\n").readResponse().status())
                    .isEqualTo(200);
        }
    }

    /** 100 belongs to its request, so it must not overtake the replies to those before. */
    @Test
    void theBodyIsAskedForInItsTurn() {
        try (RawConnection connection = TestWizd.shared().connect()) {
            connection.send(request("GET /fib/9000 HTTP/1.1") + waiting("POST /ping HTTP/1.1"));
            assertThat(connection.readResponse().body()).startsWith("{\"N\":9000");
            assertThat(connection.readResponse().status()).isEqualTo(100);
            assertThat(connection.send("{}").readResponse().body()).contains("pong");
        }
    }

    static Stream<HttpCase> refusedAtOnce() {
        return Stream.of(
                closes("404", 404, waiting("POST /nothing HTTP/1.1")),
                closes("405", 405, waiting("DELETE /ping HTTP/1.1")),
                closes("401", 401, waiting("POST /api/members/ HTTP/1.1")),
                closes("401 by type", 401, waiting("POST /messages/member-create HTTP/1.1")),
                closes("406", 406, waiting("POST /ping HTTP/1.1", "Accept: text/html")),
                closes("412", 412, waiting("POST /ping HTTP/1.1", "If-Match: *")),
                closes("413", 413, request("POST /ping HTTP/1.1", EXPECT, "Content-Length: 1048577")),
                closes("415", 415, waiting("POST /ping HTTP/1.1", "Content-Type: text/plain")),
                closes("417", 417, request("POST /ping HTTP/1.1", "Expect: miracles", "Content-Length: 2")),
                closes(
                        "417 in a list",
                        417,
                        request("POST /ping HTTP/1.1", "Expect: 100-continue, miracles", "Content-Length: 2")));
    }

    /**
     * Nobody can know whether the body will follow, so the connection ends: whether what comes next was meant as a body
     * or as a request, it is not read as the other.
     */
    @ParameterizedTest(name = "{0}")
    @MethodSource
    void refusedAtOnce(HttpCase test) {
        test.check();
    }

    @Test
    void withoutABodyThereIsNothingToAskFor() {
        stays("10.1.1", 200, request("GET /ping HTTP/1.1", EXPECT)).check();
    }

    @Test
    void http10ClientsDoNotKnowIt() {
        try (RawConnection connection = TestWizd.shared().connect()) {
            RawResponse response = connection
                    .send("POST /ping HTTP/1.0\r\n" + EXPECT + "\r\nContent-Length: 2\r\n\r\n{}")
                    .readResponse();
            assertThat(response.status()).isEqualTo(200);
        }
    }
}
