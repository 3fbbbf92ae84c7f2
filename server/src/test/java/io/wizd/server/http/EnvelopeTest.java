package io.wizd.server.http;

import static io.wizd.server.http.HttpCase.request;
import static io.wizd.server.http.HttpCase.requestWithBody;
import static io.wizd.server.http.HttpCase.responseTo;
import static org.assertj.core.api.Assertions.assertThat;

import io.wizd.server.http.route.EnvelopeResource;
import io.wizd.server.testing.RawResponse;
import io.wizd.server.testing.TestWizd;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages over HTTP: an envelope, an array of them, or a body alone. */
class EnvelopeTest {
    private static final String PING = "{\"msgType\":\"ping\",\"seqNum\":7}";
    private static final String MEMBER = """
            {"msgType":"member-create","seqNum":1,%s"message":{"first_name":"Ann","last_name":"Lee",\
            "phone_number":"15550100","client_member_id":%d,"account_id":77002}}""";

    private static RawResponse post(String path, String body, String... fields) {
        return responseTo(requestWithBody("POST " + path + " HTTP/1.1", body, fields));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/messages", "/messages/"})
    void anEnvelopeIsAnsweredWithOne(String path) {
        RawResponse response = post(path, PING);
        assertThat(response.status()).isEqualTo(200);
        assertThat(response.body())
                .startsWith(
                        "{\"msgType\":\"ping\",\"seqNum\":7,\"result\":{\"Error\":0,\"Description\":\"Ok\"},\"data\":{");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '\'', textBlock = """
            {"msgType":"nothing","seqNum":7}                       | 404 | UNKNOWN_TYPE
            {"msgType":"fib","seqNum":7,"message":{}}              | 400 | BAD_FIELD
            {"msgType":"fib","seqNum":7,"message":[]}              | 400 | BAD_FIELD
            {"seqNum":7}                                           | 400 | MISSING_TYPE
            {"msgType":"kv-get","seqNum":7,"message":{"key":"no"}} | 404 | KEY_NOT_FOUND
            """)
    void anErrorHasTheFormOfAnEnvelope(String envelope, int status, String code) {
        RawResponse response = post("/", envelope);
        assertThat(response.status()).isEqualTo(status);
        assertThat(response.header("Content-Type")).isEqualTo("application/json");
        assertThat(response.body()).contains("\"seqNum\":7", "\"Error\":" + status, "\"Code\":\"" + code + "\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "{}x", "\"x\"", "7"})
    void whatIsNoMessageIsRefusedAndTheConnectionStays(String body) {
        RawResponse response = HttpCase.stays(body, 400, requestWithBody("POST / HTTP/1.1", body))
                .check();
        assertThat(response.body()).startsWith("{\"result\":{\"Error\":400,");
    }

    @Test
    void anArrayIsAnsweredInItsOrderAndEachMayFail() {
        RawResponse response = post("/messages", """
                [ {"msgType":"fib","seqNum":1,"message":{"N":9000}}, {"msgType":"ping","seqNum":2},
                  {"msgType":"none","seqNum":3}, 7, {"msgType":"fib","seqNum":5,"message":{"N":-1}},
                  {"msgType":"ping","seqNum":"six"} ]""");
        assertThat(response.status()).isEqualTo(200);
        assertThat(response.body()
                        .replaceAll("\"result\":\\[[^]]*]", "\"result\":[]")
                        .replaceAll("\"version\":\"[^\"]*\"", ""))
                .matches("\\[\\{\"msgType\":\"fib\",\"seqNum\":1,.*\"Error\":0.*"
                        + "\"msgType\":\"ping\",\"seqNum\":2,.*\"Error\":0.*"
                        + "\"msgType\":\"none\",\"seqNum\":3,.*\"Error\":404.*"
                        + "\\{\"result\":\\{\"Error\":400,\"Code\":\"BAD_ENVELOPE\".*"
                        + "\"msgType\":\"fib\",\"seqNum\":5,.*\"Error\":400.*"
                        + "\"msgType\":\"ping\",\"seqNum\":\"six\",.*\"Error\":0.*]");
    }

    @Test
    void anEmptyArrayIsAnsweredWithOne() {
        assertThat(post("/", " [ ] ").body()).isEqualTo("[]");
    }

    @Test
    void anArrayHasALimit() {
        assertThat(post("/", pings(EnvelopeResource.MAX_ITEMS)).body())
                .matches(reply -> reply.split("\"msgType\"").length == EnvelopeResource.MAX_ITEMS + 1);
        assertThat(post("/", pings(EnvelopeResource.MAX_ITEMS + 1)).status()).isEqualTo(413);
    }

    private static String pings(int count) {
        return IntStream.range(0, count).mapToObj(i -> PING).collect(Collectors.joining(",", "[", "]"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "[{}", "[{},]", "[]x", "[{}}", "[\"a]"})
    void aBrokenArrayIsRefusedWhole(String body) {
        RawResponse response = post("/", body);
        assertThat(response.status()).isEqualTo(400);
        assertThat(response.body()).contains("NOT_JSON");
    }

    @Test
    void aBodyAloneIsAnsweredWithTheDataAlone() {
        assertThat(post("/messages/fib", "{\"N\":3}").body()).isEqualTo("{\"N\":3,\"result\":[0,1,1]}");
        assertThat(post("/messages/ping", "").body()).startsWith("{\"pong\":true");
        assertThat(post("/messages/nothing", "{}").body()).contains("UNKNOWN_TYPE", "\"status\":404");
        assertThat(post("/messages/kv-gett", "{}").body())
                .contains("no such message type: kv-gett; ", "; did you mean kv-get?");
    }

    @Test
    void headerFieldsFillWhatTheEnvelopeLeavesOut() {
        String admin = "Authorization: " + TestWizd.adminAuthorization();
        String without = MEMBER.formatted("", System.nanoTime());
        assertThat(post("/", without).status()).isEqualTo(401);
        assertThat(post("/", without, admin).status()).isEqualTo(200);
        String wrong = MEMBER.formatted("\"token\":\"Basic eDp5\",", System.nanoTime());
        assertThat(post("/", wrong, admin).status()).as("the envelope wins").isEqualTo(401);
        assertThat(post("/", without).has("WWW-Authenticate")).isTrue();
    }

    @Test
    void aCardUserIsNamedByHeaderFieldsInUtf8() {
        String body = "{\"lat\":1,\"lng\":2}";
        assertThat(post("/messages/register", body).status()).as("no user").isNotEqualTo(200);
        RawResponse first = post("/messages/register", body, "X-User-ID: Zoë", "X-Device-ID: d1");
        RawResponse second = post(
                "/messages",
                "{\"msgType\":\"register\",\"userID\":\"Zoë\",\"deviceID\":\"d1\",\"message\":" + body + "}",
                "X-User-ID: other");
        assertThat(first.body()).contains("\"wizUserID\":");
        assertThat(second.body()).contains(first.body().replaceAll(".*(\"wizUserID\":[0-9]+).*", "$1"));
    }

    @ParameterizedTest
    @CsvSource({"Idempotency-Key,64,200", "Idempotency-Key,65,400", "X-User-ID,255,200", "X-User-ID,256,400"})
    void headerFieldsOfAMessageHaveALimit(String name, int length, int status) {
        RawResponse response = responseTo(request("GET /ping HTTP/1.1", name + ": " + "k".repeat(length)));
        assertThat(response.status()).isEqualTo(status);
    }
}
