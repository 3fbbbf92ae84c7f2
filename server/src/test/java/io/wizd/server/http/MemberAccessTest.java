package io.wizd.server.http;

import static io.wizd.server.http.HttpCase.request;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.wizd.protocol.Json;
import io.wizd.protocol.Jsons;
import io.wizd.server.connection.TrustedProxies;
import io.wizd.server.testing.RawConnection;
import io.wizd.server.testing.RawResponse;
import io.wizd.server.testing.TestWizd;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may write members: the account admin, and no other; who may not is told before a file is read. */
@SuppressWarnings("NullAway.Init") // the server is started before the tests
class MemberAccessTest {
    private static final int ACCOUNT = 780_001;
    private static final String PASSWORD = "tide table of the north pier";
    private static final String WRONG_PASSWORD = TestWizd.authorization("admin", "not the password");
    private static final String NO_ADMIN = TestWizd.authorization("reader", PASSWORD);

    private static final AtomicInteger ADDRESSES = new AtomicInteger();

    /** Wrong passwords are counted by address, so each comes from another one. */
    private static TestWizd wizd;

    @BeforeAll
    static void addAnAccountThatIsNoAdmin() {
        wizd = TestWizd.start(TrustedProxies.of("127.0.0.1"));
        wizd.addAccount("reader", PASSWORD, "user");
        TestWizd.shared();
    }

    @AfterAll
    static void close() {
        wizd.close();
    }

    private static String member(int client) {
        return Jsons.write(new io.wizd.handlers.members.NewMember("Ann", "Abel", "49301", client, ACCOUNT))
                .toString();
    }

    private static RawResponse send(String requestLine, String body, String... fields) {
        return sendFrom("198.51.100." + ADDRESSES.incrementAndGet(), requestLine, body, fields);
    }

    private static RawResponse sendFrom(String address, String requestLine, String body, String... fields) {
        String[] all = Arrays.copyOf(fields, fields.length + 1);
        all[fields.length] = "X-Forwarded-For: " + address;
        try (RawConnection connection = wizd.connect()) {
            return connection
                    .send(HttpCase.requestWithBody(requestLine + " HTTP/1.1", body, all))
                    .readResponse();
        }
    }

    private static void assertUnauthorized(RawResponse response) {
        assertThat(response.status()).as("%s", response).isEqualTo(401);
        assertThat(response.header("WWW-Authenticate")).startsWith("Basic ");
        assertThat(response.body()).contains("UNAUTHORIZED");
    }

    private static void assertForbidden(RawResponse response) {
        assertThat(response.status()).as("%s", response).isEqualTo(403);
        assertThat(response.has("WWW-Authenticate")).isFalse();
        assertThat(response.header("Content-Type")).startsWith("application/problem+json");
        assertThat(response.body()).contains("FORBIDDEN", "this message needs the role operator");
    }

    @Test
    void whoeverTriesTooManyPasswordsIsToldWhenToTryAgain() {
        String path = "GET /api/jobs/";
        for (int i = 0; i < 20; i++) {
            assertUnauthorized(sendFrom(
                    "203.0.113.66", path, "", "Authorization: " + TestWizd.authorization("reader", "try " + i)));
        }
        String wrong = "Authorization: " + TestWizd.authorization("reader", "one more");
        RawResponse refused = sendFrom("203.0.113.66", path, "", wrong);
        assertThat(refused.status()).as("%s", refused).isEqualTo(429);
        assertThat(refused.body()).contains("\"code\":\"RATE_LIMITED\"", "\"retryAfterMs\":");
        assertThat(Integer.parseInt(refused.header("Retry-After"))).isBetween(1, 300);
        assertUnauthorized(sendFrom("203.0.113.67", path, "", wrong));
        assertForbidden(sendFrom("203.0.113.67", path, "", "Authorization: " + NO_ADMIN));
        assertThat(sendFrom("203.0.113.66", "GET /kv/no-such-key", "", wrong).status())
                .as("what needs no account")
                .isEqualTo(404);
    }

    private static long count() {
        String list = HttpCase.responseTo(request("GET /api/members/?aid=" + ACCOUNT + " HTTP/1.1"))
                .body();
        return Jsons.read(Json.of(list), JsonNode.class).path("members").size();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', emptyValue = "", quoteCharacter = '\'', textBlock = """
            POST /api/members/                   | MEMBER
            POST /api/members/create/            | MEMBER
            PUT /api/members/1/                  | MEMBER
            PATCH /api/members/1/                | MEMBER
            DELETE /api/members/1/               | ''
            PUT /api/members/batch               | [MEMBER]
            PUT /api/members/batch?dry_run=true  | [MEMBER]
            GET /api/jobs/                       | ''
            GET /api/jobs/1                      | ''
            GET /api/jobs/1/rejects              | ''
            DELETE /api/jobs/1                   | ''
            POST /messages/member-batch          | '{"members":[MEMBER]}'
            POST /messages/job-cancel            | '{"id":1}'
            """)
    void nobodyButOperatorsAndTheAdmin(String requestLine, String template) {
        String body = template.replace("MEMBER", member(1));
        String type = "Content-Type: application/json";

        assertUnauthorized(send(requestLine, body, type));
        assertUnauthorized(send(requestLine, body, type, "Authorization: " + WRONG_PASSWORD));
        assertUnauthorized(send(requestLine, body, type, "Authorization: Basic bm9ib2R5OngK"));
        assertUnauthorized(send(requestLine, body, type, "Authorization: Bearer abc"));
        assertForbidden(send(requestLine, body, type, "Authorization: " + NO_ADMIN));
        assertThat(count()).isZero();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', emptyValue = "", quoteCharacter = '\'', textBlock = """
            POST /api/members/                    | {}
            POST /api/members/                    | '{"first_name":1'
            POST /api/members/                    | []
            POST /api/members/?no_such=1          | {}
            PUT /api/members/x/                   | {}
            PATCH /api/members/1/                 | '{"id":2}'
            DELETE /api/members/x                 | ''
            PUT /api/members/batch?dry_run=maybe  | []
            PUT /api/members/batch?no_such=1      | []
            GET /api/jobs/x                       | ''
            POST /messages/member-create          | {}
            POST /messages/member-create          | no JSON
            """)
    void whoMayNotHearsThatBeforeWhatIsWrongWithTheBody(String requestLine, String body) {
        String type = "Content-Type: application/json";
        assertUnauthorized(send(requestLine, body, type));
        assertUnauthorized(send(requestLine, body, type, "Authorization: " + WRONG_PASSWORD));
        assertForbidden(send(requestLine, body, type, "Authorization: " + NO_ADMIN));
        assertThat(send(requestLine, body, type, "Authorization: " + TestWizd.adminAuthorization())
                        .status())
                .isEqualTo(400);
    }

    @Test
    void aBodyThatIsNoGzipDoesNotComeFirst() {
        assertUnauthorized(send("POST /api/members/", "no gzip", "Content-Encoding: gzip"));
    }

    @Test
    void overMessagesCredentialsComeFirstToo() {
        try (RawConnection connection = TestWizd.shared().connect()) {
            connection.send("{\"msgType\":\"member-create\",\"message\":{}}\n");
            assertThat(connection.readLine()).contains("\"Error\":401", "this message needs the role operator");
            connection.send("{\"msgType\":\"member-create\",\"token\":\"" + NO_ADMIN + "\",\"message\":{}}\n");
            assertThat(connection.readLine()).contains("\"Error\":403", "this message needs the role operator");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Expect: 100-continue", "Accept: text/event-stream", "Prefer: respond-async"})
    void whoMayNotSendAFileIsToldBeforeItIsRead(String field) {
        for (String authorization :
                List.of("X-None: x", "Authorization: " + WRONG_PASSWORD, "Authorization: " + NO_ADMIN)) {
            try (RawConnection connection = TestWizd.shared().connect()) {
                connection.send(
                        request("PUT /api/members/batch HTTP/1.1", "Content-Length: 100000000", field, authorization));
                RawResponse response = connection.readResponse();
                if (authorization.endsWith(NO_ADMIN)) {
                    assertForbidden(response);
                } else {
                    assertUnauthorized(response);
                }
                assertThat(response.header("Connection")).isEqualTo("close");
                assertThat(connection.readToEnd()).isEmpty();
            }
        }
    }

    @Test
    void overMessagesItIsTheSame() {
        try (RawConnection connection = TestWizd.shared().connect()) {
            connection.send("{\"msgType\":\"member-create\",\"seqNum\":1,\"token\":\"" + NO_ADMIN + "\",\"message\":"
                    + member(1) + "}\n");
            assertThat(connection.readLine()).contains("\"Error\":403", "this message needs the role operator");
        }
        assertThat(count()).isZero();
    }

    @Test
    void theAdminMayAndAnybodyReads() {
        String admin = "Authorization: " + TestWizd.adminAuthorization();
        String json = "Content-Type: application/json";

        RawResponse created = send("POST /api/members/", member(2), json, admin);
        assertThat(created.status()).isEqualTo(201);
        String place = created.header("Location");
        assertThat(HttpCase.responseTo(request("GET " + place + " HTTP/1.1")).status())
                .isEqualTo(200);
        assertThat(send("PUT " + place, member(3), json, admin).status()).isEqualTo(200);
        assertThat(send("PATCH " + place, "{\"first_name\":\"Eve\"}", json, admin)
                        .status())
                .isEqualTo(200);
        assertThat(send("DELETE " + place, "", admin).status()).isEqualTo(204);
        RawResponse file = send("PUT /api/members/batch?dry_run=true", "[" + member(4) + "]", json, admin);
        assertThat(file.status()).isEqualTo(200);
        int job = Jsons.read(Json.of(file.body()), JsonNode.class).path("job").intValue();
        assertThat(send("DELETE /api/jobs/" + job, "", admin).status()).isEqualTo(200);
        assertThat(count()).isZero();
    }
}
