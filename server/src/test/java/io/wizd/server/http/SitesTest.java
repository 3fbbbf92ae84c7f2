package io.wizd.server.http;

import static io.wizd.server.http.HttpCase.requestWithBody;
import static org.assertj.core.api.Assertions.assertThat;

import io.wizd.handlers.spec.MessageAccess;
import io.wizd.server.AccessConfig;
import io.wizd.server.connection.TrustedProxies;
import io.wizd.server.http.site.HostNames;
import io.wizd.server.http.site.OtherOrigins;
import io.wizd.server.http.site.Sites;
import io.wizd.server.testing.RawConnection;
import io.wizd.server.testing.RawResponse;
import io.wizd.server.testing.TestWizd;
import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What browsers are led to send: requests for other hosts, and by pages of other sites. */
class SitesTest {
    private static final String MINE = "http://localhost";
    private static final String CHOSEN = "https://app.example.com";
    private static final String EVIL = "https://evil.example";

    private static TestWizd wizd;
    private static TestWizd behindProxy;

    @BeforeAll
    static void start() {
        AccessConfig access = new AccessConfig(
                new Sites(HostNames.of("cards.example.com"), OtherOrigins.of(CHOSEN)), MessageAccess.OPEN);
        wizd = TestWizd.start(access, TrustedProxies.NONE);
        behindProxy = TestWizd.start(access, TrustedProxies.of("127.0.0.1"));
    }

    @AfterAll
    static void end() {
        wizd.close();
        behindProxy.close();
    }

    private static RawResponse answer(TestWizd server, String... lines) {
        try (RawConnection connection = server.connect()) {
            return connection.send(String.join("\r\n", lines) + "\r\n\r\n").readResponse();
        }
    }

    /** A write from a page, as far as its browser says where it comes from. */
    private static RawResponse write(String... fields) {
        try (RawConnection connection = wizd.connect()) {
            return connection
                    .send(requestWithBody(
                            "POST /messages HTTP/1.1",
                            "{\"msgType\":\"kv-set\",\"message\":{\"key\":\"sites\",\"value\":1}}",
                            fields))
                    .readResponse();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "GET /ping HTTP/1.1, localhost, 200",
        "GET /ping HTTP/1.1, cards.example.com:80, 200",
        "GET /ping HTTP/1.1, evil.example, 421",
        "GET /ping HTTP/1.0, evil.example, 421",
        "GET /health/live HTTP/1.1, evil.example, 421",
        "GET /nothing HTTP/1.1, evil.example, 421",
        "OPTIONS * HTTP/1.1, evil.example, 421",
        "GET http://evil.example/ping HTTP/1.1, localhost, 421",
        "GET http://localhost/ping HTTP/1.1, evil.example, 200",
        "OPTIONS http://evil.example HTTP/1.1, localhost, 421",
        "GET /ping HTTP/1.1, 192.0.2.1, 421"
    })
    void onlyHostsOfThisServerAreAnswered(String line, String host, int status) {
        RawResponse response = answer(wizd, line, "Host: " + host, "Connection: close");
        assertThat(response.status()).as("%s", response).isEqualTo(status);
        if (status == 421) {
            assertThat(response.statusLine()).isEqualTo("HTTP/1.1 421 Misdirected Request");
            assertThat(response.body()).contains("\"code\":\"MISDIRECTED_REQUEST\"", "wizd.access.hosts");
        }
    }

    @Test
    void aProgramMaySayNoHostAtAll() {
        assertThat(answer(wizd, "GET /ping HTTP/1.0").status()).isEqualTo(200);
    }

    /** The body of what is refused is not taken for the next request. */
    @Test
    void theConnectionGoesOn() {
        try (RawConnection connection = wizd.connect()) {
            connection.send("POST /ping HTTP/1.1\r\nHost: evil.example\r\nContent-Length: 2\r\n\r\n{}"
                    + "GET /ping HTTP/1.1\r\nHost: localhost\r\n\r\n");
            assertThat(connection.readResponse().status()).isEqualTo(421);
            assertThat(connection.readResponse().status()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "cards.example.com, 200",
        "evil.example, 421",
        "'evil.example, cards.example.com', 200",
        "'cards.example.com, evil.example', 421",
        "[, 400"
    })
    void onlyATrustedProxySaysWhichHostItWasAskedFor(String forwarded, int status) {
        String[] request = {"GET /ping HTTP/1.1", "Host: localhost", "X-Forwarded-Host: " + forwarded};
        assertThat(answer(behindProxy, request).status()).isEqualTo(status);
        assertThat(answer(wizd, request).status()).isEqualTo(200);
    }

    /** A page can send that field to a proxy which passes it on. */
    @Test
    void theHostOfTheRequestCountsAllTheSame() {
        String[] request = {"GET /ping HTTP/1.1", "Host: evil.example", "X-Forwarded-Host: localhost"};
        assertThat(answer(behindProxy, request).status()).isEqualTo(421);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Sec-Fetch-Site: cross-site",
                "Sec-Fetch-Site: same-site",
                "Origin: " + EVIL,
                "Origin: null",
                "Origin: http://localhost:8080",
                "Origin: http://localhost.evil.example",
                "Origin: " + EVIL + "|Sec-Fetch-Site: cross-site",
                "Origin: " + MINE + "|Sec-Fetch-Site: cross-site",
                "Origin: " + EVIL + "|Content-Type: text/plain",
                "Origin: " + EVIL + "|Content-Type: application/json"
            })
    void aPageOfAnotherSiteChangesNothing(String fields) {
        RawResponse response = write(fields.split("\\|", 0));
        assertThat(response.status()).as("%s", response).isEqualTo(403);
        assertThat(response.body()).contains("\"code\":\"CROSS_SITE\"", "wizd.access.corsOrigins");
        String[] withCredentials = Arrays.copyOf(fields.split("\\|", 0), fields.split("\\|", 0).length + 1);
        withCredentials[withCredentials.length - 1] = "Authorization: " + TestWizd.adminAuthorization();
        assertThat(write(withCredentials).status()).isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X: programs say neither",
                "Sec-Fetch-Site: same-origin",
                "Sec-Fetch-Site: none",
                "Origin: " + MINE,
                "Origin: https://localhost",
                "Origin: " + EVIL + "|Sec-Fetch-Site: same-origin",
                "Origin: " + CHOSEN,
                "Origin: " + CHOSEN + "|Sec-Fetch-Site: cross-site"
            })
    void programsAndOwnAndChosenPagesDo(String fields) {
        RawResponse response = write(fields.split("\\|", 0));
        assertThat(response.status()).as("%s", response).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "POST /",
                "POST /messages/kv-set",
                "PUT /kv/sites",
                "PATCH /kv/sites",
                "DELETE /kv/sites",
                "POST /api/members/create/",
                "PUT /api/members/batch",
                "POST /nothing"
            })
    void whateverItSendsAndWherever(String line) {
        RawResponse response =
                answer(wizd, line + " HTTP/1.1", "Host: localhost", "Origin: " + EVIL, "Content-Length: 0");
        assertThat(response.status()).as("%s", response).isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD", "OPTIONS"})
    void whatIsSafeIsAnswered(String verb) {
        try (RawConnection connection = wizd.connect()) {
            connection.send(verb + " /ping HTTP/1.1\r\nHost: localhost\r\nOrigin: " + EVIL
                    + "\r\nSec-Fetch-Site: cross-site\r\n\r\n");
            RawResponse response = verb.equals("HEAD") ? connection.readHeadResponse() : connection.readResponse();
            assertThat(response.status()).isBetween(200, 204);
            assertThat(response.has("Access-Control-Allow-Origin")).isFalse();
            assertThat(response.header("Vary")).contains("Origin");
        }
    }

    @Test
    void behindATrustedProxyAPagesOwnHostIsTheOneThatTheProxyWasAskedFor() {
        String[] request = {
            "PUT /kv/sites HTTP/1.1",
            "Host: localhost",
            "X-Forwarded-Host: cards.example.com",
            "Origin: https://cards.example.com",
            "Content-Length: 1"
        };
        try (RawConnection connection = behindProxy.connect()) {
            connection.send(String.join("\r\n", request) + "\r\n\r\n1");
            assertThat(connection.readResponse().status()).isIn(200, 201);
        }
        assertThat(answer(wizd, request).status()).isEqualTo(403);
    }

    @Test
    void aPreflightOfAChosenOriginIsToldWhatItMaySend() {
        RawResponse response = answer(
                wizd,
                "OPTIONS /kv/sites HTTP/1.1",
                "Host: localhost",
                "Origin: " + CHOSEN,
                "Access-Control-Request-Method: PUT",
                "Access-Control-Request-Headers: authorization, if-match",
                "Sec-Fetch-Site: cross-site");
        assertThat(response.status()).isEqualTo(204);
        assertThat(response.header("Access-Control-Allow-Origin")).isEqualTo(CHOSEN);
        assertThat(response.header("Access-Control-Allow-Credentials")).isEqualTo("true");
        assertThat(response.header("Access-Control-Allow-Methods").split(", ")).contains("GET", "PUT", "DELETE");
        assertThat(response.header("Access-Control-Allow-Headers").split(", "))
                .contains("Authorization", "Content-Type", "If-Match", "Idempotency-Key", "X-User-ID");
        assertThat(response.header("Access-Control-Max-Age")).isEqualTo("600");
        assertThat(response.header("Vary")).isEqualTo("Origin");
    }

    @ParameterizedTest
    @ValueSource(strings = {EVIL, "https://app.example.com.evil.example", "http://app.example.com", "null"})
    void aPreflightOfAnyOtherOriginIsToldNothing(String origin) {
        RawResponse response = answer(
                wizd,
                "OPTIONS /kv/sites HTTP/1.1",
                "Host: localhost",
                "Origin: " + origin,
                "Access-Control-Request-Method: PUT");
        assertThat(response.headers().keySet()).noneMatch(name -> name.startsWith("Access-Control"));
        assertThat(response.header("Vary")).isEqualTo("Origin");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /ping|200",
                "GET /kv/|200",
                "GET /kv/no-such-key|404",
                "GET /nothing|404",
                "PUT /ping|405",
                "DELETE /api/members/1/|401",
                "GET /fib/3000|200"
            })
    void aPageOfAChosenOriginSeesEachReply(String lineAndStatus) {
        String[] row = lineAndStatus.split("\\|", 0);
        RawResponse response = answer(wizd, row[0] + " HTTP/1.1", "Host: localhost", "Origin: " + CHOSEN);
        assertThat(response.status()).as("%s", response).isEqualTo(Integer.parseInt(row[1]));
        assertThat(response.header("Access-Control-Allow-Origin")).isEqualTo(CHOSEN);
        assertThat(response.header("Access-Control-Allow-Credentials")).isEqualTo("true");
        assertThat(response.header("Access-Control-Expose-Headers").split(", "))
                .contains("ETag", "Location", "Link", "Retry-After", "X-Request-Id");
        assertThat(response.header("Vary")).contains("Origin");
    }
}
