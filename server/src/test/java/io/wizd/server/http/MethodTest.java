package io.wizd.server.http;

import static io.wizd.server.http.HttpCase.request;
import static io.wizd.server.http.HttpCase.requestWithBody;
import static io.wizd.server.http.HttpCase.responseTo;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.wizd.server.testing.RawConnection;
import io.wizd.server.testing.RawResponse;
import io.wizd.server.testing.TestWizd;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9110, sections 6, 9, 10.2, 11 and 15: methods, statuses, and the fields that a response must have. */
class MethodTest {
    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(delimiter = '|', textBlock = """
            GET     | /ping            | 200 |
            HEAD    | /ping            | 200 |
            POST    | /ping            | 200 |
            OPTIONS | /ping            | 204 | GET, HEAD, POST, OPTIONS
            PUT     | /ping            | 405 | GET, HEAD, POST, OPTIONS
            DELETE  | /ping            | 405 | GET, HEAD, POST, OPTIONS
            PATCH   | /ping            | 405 | GET, HEAD, POST, OPTIONS
            TRACE   | /ping            | 405 | GET, HEAD, POST, OPTIONS
            GET     | /                | 405 | POST, OPTIONS
            OPTIONS | /                | 204 | POST, OPTIONS
            GET     | /messages        | 405 | POST, OPTIONS
            GET     | /messages/ping   | 405 | POST, OPTIONS
            POST    | /openapi.json    | 405 | GET, HEAD, OPTIONS
            OPTIONS | /openapi.json    | 204 | GET, HEAD, OPTIONS
            OPTIONS | /kv/a            | 204 | GET, HEAD, PUT, POST, PATCH, DELETE, OPTIONS
            OPTIONS | /nothing         | 404 |
            TRACE   | /nothing         | 404 |
            BREW    | /nothing         | 501 |
            """)
    void eachMethodIsAnswered(String verb, String path, int status, String allow) {
        String request = request(verb + " " + path + " HTTP/1.1", "Max-Forwards: 0");
        try (RawConnection connection = TestWizd.shared().connect()) {
            connection.send(request);
            RawResponse response = verb.equals("HEAD") ? connection.readHeadResponse() : connection.readResponse();
            assertThat(response.status()).as("%s", response).isEqualTo(status);
            if (allow != null) {
                assertThat(response.header("Allow").split(", ")).containsExactlyInAnyOrder(allow.split(", "));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/ping", "/fib/3", "/fib/3000", "/kv/no-such-key", "/nothing", "/openapi.json"})
    void headSaysWhatGetWould(String path) {
        RawResponse get = responseTo(request("GET " + path + " HTTP/1.1"));
        try (RawConnection connection = TestWizd.shared().connect()) {
            RawResponse head = connection
                    .send(request("HEAD " + path + " HTTP/1.1") + request("GET /ping HTTP/1.1"))
                    .readHeadResponse();
            assertThat(head.statusLine()).isEqualTo(get.statusLine());
            assertThat(head.header("Content-Length")).isEqualTo(String.valueOf(get.bytes().length));
            assertThat(head.header("Content-Type")).isEqualTo(get.header("Content-Type"));
            assertThat(connection.readResponse().body())
                    .as("no body came before it")
                    .contains("pong");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"OPTIONS /ping", "OPTIONS *"})
    void noContentHasNoLength(String line) {
        RawResponse response = responseTo(request(line + " HTTP/1.1"));
        assertThat(response.status()).isEqualTo(204);
        assertThat(response.has("Content-Length")).isFalse();
        assertThat(response.has("Content-Type")).isFalse();
        assertThat(response.has("Transfer-Encoding")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET /ping HTTP/1.1", "GET /nothing HTTP/1.1", "OPTIONS * HTTP/1.1", "BROKEN"})
    void everyResponseHasADateAndNoServer(String line) {
        RawResponse response = responseTo(request(line));
        ZonedDateTime date = ZonedDateTime.parse(response.header("Date"), DateTimeFormatter.RFC_1123_DATE_TIME);
        assertThat(Duration.between(date, ZonedDateTime.now(ZoneOffset.UTC)).abs())
                .isLessThan(Duration.ofSeconds(5));
        assertThat(response.header("Date"))
                .hasSize("Sun, 06 Nov 1994 08:49:37 GMT".length())
                .endsWith(" GMT");
        assertThat(response.has("Server")).isFalse();
        assertThat(response.has("Transfer-Encoding")).isFalse();
        assertThat(response.headers().keySet()).noneMatch(name -> name.startsWith("Access-Control"));
    }

    @Test
    void whoIsUnknownIsToldHowToSayWhoItIs() {
        RawResponse response = responseTo(requestWithBody("POST /api/members/ HTTP/1.1", NEW_MEMBER));
        assertThat(response.status()).isEqualTo(401);
        assertThat(response.header("WWW-Authenticate"))
                .isEqualTo("Basic realm=\"wizd\", charset=\"UTF-8\", Bearer realm=\"wizd\"");
        assertThat(response.body())
                .contains("\"code\":\"UNAUTHORIZED\"")
                .contains("send the name and the password of an account, as Basic credentials");
    }

    @ParameterizedTest
    @CsvSource({
        "Basic, Basic credentials are base64 of name:password",
        "Basic !!!, Basic credentials are base64 of name:password",
        "'Basic\tYWRtaW46d3Jvbmc=', a space follows the word Basic",
        "basic   YWRtaW46d3Jvbmc=, the name or the password is wrong",
        "Basic YWRtaW46d3Jvbmc=, the name or the password is wrong",
        "Bearer x, the token is wrong or has ended: log in again",
        "x, as Bearer credentials; these are of another kind"
    })
    void wrongCredentialsAreRefused(String authorization, String why) {
        RawResponse response = responseTo(
                requestWithBody("POST /api/members/ HTTP/1.1", NEW_MEMBER, "Authorization: " + authorization));
        assertThat(response.status()).isEqualTo(401);
        assertThat(response.header("WWW-Authenticate")).startsWith("Basic ");
        assertThat(response.body()).contains(why);
    }

    @Test
    void whatWasMadeIsAtItsLocation() {
        RawResponse response = responseTo(requestWithBody(
                "POST /api/members/ HTTP/1.1", NEW_MEMBER, "Authorization: " + TestWizd.adminAuthorization()));
        assertThat(response.status()).as("%s", response).isEqualTo(201);
        assertThat(response.header("Location")).matches("/api/members/[0-9]+/");
    }

    @Test
    void anErrorIsAProblemDocument() {
        RawResponse response = responseTo(request("GET /fib/x HTTP/1.1"));
        assertThat(response.status()).isEqualTo(400);
        assertThat(response.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(response.body())
                .contains("\"title\":\"Bad Request\"", "\"status\":400", "\"code\":\"BAD_FIELD\"", "\"field\":\"N\"");
    }

    /** For a form that shows each at its place: from the path, the query and the body alike, also where it is but one. */
    @Test
    void aProblemNamesEachFieldThatIsWrong() {
        RawResponse members = responseTo(request("GET /api/members/?limit=x&aid=y HTTP/1.1"));
        assertThat(members.body())
                .contains(
                        "\"errors\":[{\"field\":\"aid\",\"code\":\"BAD_FIELD\",\"detail\":\"aid must be ",
                        "},{\"field\":\"limit\",\"code\":\"BAD_FIELD\",\"detail\":\"limit must be ");
        assertThat(responseTo(request("GET /fib/x HTTP/1.1")).body())
                .contains("\"errors\":[{\"field\":\"N\",\"code\":\"BAD_FIELD\",\"detail\":\"N must be ");
        assertThat(responseTo(request("GET /kv/not-there HTTP/1.1")).body()).doesNotContain("errors");
    }

    @Test
    void aProblemNamesEachQueryParameterThatIsWrong() {
        RawResponse members = responseTo(request("GET /api/members/?foo=1&aid=1&limit=x&aid=2&bar=2 HTTP/1.1"));
        assertThat(members.status()).isEqualTo(400);
        assertThat(members.body())
                .contains(
                        "\"errors\":[{\"field\":\"foo\",\"code\":\"BAD_FIELD\",\"detail\":\"there is no parameter foo here",
                        "},{\"field\":\"aid\",\"code\":\"BAD_FIELD\",\"detail\":\"aid appears twice\"}",
                        "},{\"field\":\"bar\",\"code\":\"BAD_FIELD\",\"detail\":\"there is no parameter bar here",
                        "},{\"field\":\"limit\",\"code\":\"BAD_FIELD\",\"detail\":\"limit must be ");
        // With a body nobody knows what is missing.
        RawResponse member = responseTo(requestWithBody(
                "POST /api/members/?foo=1 HTTP/1.1", NEW_MEMBER, "Authorization: " + TestWizd.adminAuthorization()));
        assertThat(member.status()).isEqualTo(400);
        assertThat(member.body()).contains("there is no parameter foo here").doesNotContain("missing");
    }

    /** An error is not much larger than what it refuses. */
    @Test
    void ofManyParametersThatDoNotExistTheFirstAreTold() {
        String query = IntStream.range(0, 100).mapToObj(i -> "x" + i + "=1").collect(joining("&"));
        assertThat(responseTo(request("GET /fib/5?" + query + " HTTP/1.1")).body())
                .contains("\"field\":\"x15\"")
                .doesNotContain("\"field\":\"x16\"");
    }

    private static final String NEW_MEMBER = """
            {"first_name":"Ann","last_name":"Lee","phone_number":"15550100","client_member_id":%d,"account_id":77001}""".formatted(System.nanoTime() & 0xFFFFFFFFL | 1);
}
