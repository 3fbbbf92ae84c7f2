package io.wizd.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.wizd.protocol.Jsons;
import io.wizd.server.connection.ConnectionLimits;
import io.wizd.server.testing.Exchanges;
import io.wizd.server.testing.RawConnection;
import io.wizd.server.testing.RawResponse;
import io.wizd.server.testing.TestWizd;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Members and registers that come twice, or many at once. */
class SentTwiceTest {

    @Test
    void aMemberCreatedTwiceWithOneRequestIdIsCreatedOnceAndTheRepliesAreTheSame() throws IOException {
        String create = memberCreate("\"requestId\":\"sent-twice-1\",", 1);

        JsonNode first = exchange(create);
        JsonNode second = exchange(create);

        assertThat(first.at("/result/Error").intValue()).isZero();
        assertThat(second).isEqualTo(first);
        assertThat(exchange("{\"msgType\":\"member-list\",\"message\":{\"aid\":771,\"cmid\":1}}")
                        .at("/data/members"))
                .hasSize(1);
    }

    @Test
    void aRegisterWithOneRequestIdGivesOneTokenHoweverOftenItIsSent() throws IOException {
        String register = register("sent-twice-ann", "same", 10);

        JsonNode first = exchange(register);
        JsonNode second = exchange(register);

        assertThat(first.at("/result/Error").intValue()).isZero();
        assertThat(second).isEqualTo(first);
        assertThat(update("sent-twice-ann", first, 11).at("/result/Error").intValue())
                .isZero();
    }

    @Test
    void aRegisterThatComesAgainBehindANewerOneDoesNotUndoIt() throws IOException {
        JsonNode older = exchange(register("sent-twice-bob", "older", 20));
        JsonNode newer = exchange(register("sent-twice-bob", "newer", 21));

        assertThat(exchange(register("sent-twice-bob", "older", 20))).isEqualTo(older);

        assertThat(update("sent-twice-bob", newer, 22).at("/result/Error").intValue())
                .isZero();
        assertThat(update("sent-twice-bob", older, 23).at("/result/Code").textValue())
                .isEqualTo("BAD_TOKEN");
    }

    @Test
    void aRequestIdIsThatOfItsSender() throws IOException {
        JsonNode one = exchange(register("sent-twice-cid", "shared", 30));
        JsonNode other = exchange(register("sent-twice-dan", "shared", 30));

        assertThat(other.at("/data/wizUserID")).isNotEqualTo(one.at("/data/wizUserID"));
        assertThat(other.at("/data/token")).isNotEqualTo(one.at("/data/token"));
    }

    @Test
    void aRegisterWithoutARequestIdGivesANewTokenEachTime() throws IOException {
        String register = register("sent-twice-eve", "none", 40).replace("\"requestId\":\"none\",", "");

        assertThat(exchange(register).at("/data/token"))
                .isNotEqualTo(exchange(register).at("/data/token"));
    }

    private static String register(String userID, String requestId, int degrees) {
        return "{\"msgType\":\"register\",\"requestId\":\"" + requestId + "\",\"userID\":\"" + userID
                + "\",\"deviceID\":\"d\",\"message\":{\"lat\":-" + degrees + ",\"lng\":-" + degrees + "}}";
    }

    private static JsonNode update(String userID, JsonNode registered, int degrees) throws IOException {
        return exchange("{\"msgType\":\"update\",\"userID\":\"" + userID + "\",\"deviceID\":\"d\",\"token\":"
                + registered.at("/data/token") + ",\"message\":{\"lat\":-" + degrees + ",\"lng\":-" + degrees + "}}");
    }

    @Test
    void withoutARequestIdTheSecondIsToldThatTheMemberExists() throws IOException {
        exchange(memberCreate("", 2));

        assertThat(exchange(memberCreate("", 2)).at("/result/Code").textValue()).isEqualTo("MEMBER_EXISTS");
        assertThat(exchange(memberCreate("\"requestId\":\"sent-twice-2\",", 2))
                        .at("/result/Code")
                        .textValue())
                .isEqualTo("MEMBER_EXISTS");
    }

    @Test
    void membersGetDifferentIdsOnWhicheverNodeTheyLie() throws IOException {
        Set<Long> ids = new HashSet<>();
        for (int account = 0; account < 40; account++) {
            ids.add(exchange(memberCreate("", 3).replace("771", String.valueOf(7_720 + account)))
                    .at("/data/id")
                    .longValue());
        }
        assertThat(ids).hasSize(40);
    }

    /** Ids are given out over all partitions: two members with one id would be changed and deleted together. */
    @Test
    void aRequestIdIsBoundToItsMemberOnWhicheverNodeThatLies() throws IOException {
        String create = memberCreate("\"requestId\":\"sent-twice-3\",", 3).replace("771", "7800");
        JsonNode first = exchange(create);
        assertThat(first.at("/result/Error").intValue()).isZero();

        for (int account = 7_800; account < 7_820; account++) {
            String other = create.replace("7800", String.valueOf(account)).replace("Ada", "Eve");
            JsonNode refused = exchange(other);
            assertThat(refused.at("/result/Code").textValue()).as(other).isEqualTo("IDEMPOTENCY_MISMATCH");
            assertThat(refused.at("/result/Field").textValue()).isEqualTo("requestId");
            assertThat(post("sent-twice-3", bodyOf(other)).status()).isEqualTo(422);
            assertThat(membersOf(account)).hasSize(account == 7_800 ? 1 : 0);
        }
        assertThat(exchange(create)).as("the first, again").isEqualTo(first);
        assertThat(membersOf(7_800).path(0).path("first_name").textValue()).isEqualTo("Ada");
    }

    @Test
    void whatIsWrittenInAnotherWayIsTheSameMemberOverBothFaces() throws IOException {
        String create = memberCreate("\"requestId\":\"sent-twice-4\",", 4);
        JsonNode first = exchange(create);

        RawResponse second = post(
                "sent-twice-4",
                "{ \"account_id\":771, \"client_member_id\" : 4,\"phone_number\":\"44123\",\"first_name\":\"\\u0041da\","
                        + "\"last_name\":\"Lovelace\",\"newer\":[1]}");

        assertThat(second.status()).isEqualTo(201);
        assertThat(Jsons.MAPPER.readTree(second.body())).isEqualTo(first.path("data"));
    }

    @Test
    void theReplyIsThatOfTheFirstTimeWhateverTheMemberHasBecome() throws IOException {
        String create = memberCreate("\"requestId\":\"sent-twice-5\",", 5);
        JsonNode first = exchange(create);
        exchange("{\"msgType\":\"member-update\",\"token\":\"" + TestWizd.adminAuthorization()
                + "\",\"message\":{\"id\":" + first.at("/data/id") + ",\"client_member_id\":50}}");

        assertThat(exchange(create)).isEqualTo(first);

        assertThat(exchange("{\"msgType\":\"member-list\",\"message\":{\"aid\":771,\"cmid\":5}}")
                        .at("/data/members"))
                .isEmpty();
    }

    @Test
    void ofManyAtOnceWithOneRequestIdOneMemberIsMade() throws IOException {
        String create = memberCreate("\"requestId\":\"sent-twice-6\",", 6);
        JsonNode made = Exchanges.theOneReply(allAtOnce(IntStream.range(0, 64).mapToObj(i -> create)));
        assertThat(made.at("/result/Error").intValue()).isZero();
        assertThat(exchange(create)).isEqualTo(made);

        List<JsonNode> different = allAtOnce(IntStream.range(7_830, 7_850)
                .mapToObj(account ->
                        memberCreate("\"requestId\":\"sent-twice-7\",", 7).replace("771", String.valueOf(account))));
        assertThat(different)
                .extracting(reply -> reply.at("/result/Error").intValue())
                .containsOnly(0, 422)
                .containsOnlyOnce(0);
    }

    @Test
    void ofManyAtTwoServersWithOneRequestIdOneMemberIsMade() {
        try (TestWizd other = TestWizd.start(ConnectionLimits.defaults())) {
            List<TestWizd> both = List.of(TestWizd.shared(), other);
            String create = memberCreate("\"requestId\":\"sent-twice-10\",", 10).replace("771", "7870");

            JsonNode made = Exchanges.theOneReply(Exchanges.allAtOnce(IntStream.range(0, 64)
                    .mapToObj(i -> () -> Exchanges.exchange(both.get(i % 2), create))));

            assertThat(made.at("/result/Error").intValue()).isZero();
            assertThat(both)
                    .allSatisfy(
                            wizd -> assertThat(Exchanges.exchange(wizd, create)).isEqualTo(made));
            assertThat(membersOf(7_870)).hasSize(1);
        }
    }

    @Test
    void aMemberDeletedTwiceWithOneRequestIdWasThere() throws IOException {
        JsonNode made = exchange(memberCreate("", 8));
        String delete = "{\"msgType\":\"member-delete\",\"requestId\":\"d8\",\"token\":\""
                + TestWizd.adminAuthorization() + "\",\"message\":{\"id\":" + made.at("/data/id") + "}}";
        JsonNode first = exchange(delete);

        assertThat(first.at("/result/Error").intValue()).isZero();
        assertThat(exchange(delete)).isEqualTo(first);
        assertThat(exchange(delete.replace("d8", "d9")).at("/result/Error").intValue())
                .isEqualTo(404);
    }

    @Test
    void aRegisterOfAnotherPlaceWithTheSameRequestIdIsRefused() throws IOException {
        JsonNode first = exchange(register("sent-twice-fay", "fay", 50));

        JsonNode other = exchange(register("sent-twice-fay", "fay", 51));

        assertThat(other.at("/result/Code").textValue()).isEqualTo("IDEMPOTENCY_MISMATCH");
        assertThat(other.at("/data/token").isMissingNode()).isTrue();
        assertThat(exchange(register("sent-twice-fay", "fay", 50)).path("data")).isEqualTo(first.path("data"));
    }

    private static JsonNode membersOf(int account) {
        return exchange("{\"msgType\":\"member-list\",\"message\":{\"aid\":" + account + "}}")
                .at("/data/members");
    }

    private static String bodyOf(String memberCreate) throws IOException {
        return Jsons.MAPPER.readTree(memberCreate).path("message").toString();
    }

    private static RawResponse post(String idempotencyKey, String body) {
        try (RawConnection connection = TestWizd.shared().connect()) {
            return connection
                    .send("POST /api/members/ HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                            + "Authorization: " + TestWizd.adminAuthorization() + "\r\nIdempotency-Key: "
                            + idempotencyKey
                            + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body)
                    .readResponse();
        }
    }

    private static String memberCreate(String requestId, int clientMemberId) {
        return "{\"msgType\":\"member-create\"," + requestId + "\"token\":\"" + TestWizd.adminAuthorization()
                + "\",\"message\":{\"first_name\":\"Ada\",\"last_name\":\"Lovelace\",\"phone_number\":\"44123\","
                + "\"client_member_id\":" + clientMemberId + ",\"account_id\":771}}";
    }

    private static List<JsonNode> allAtOnce(Stream<String> envelopes) {
        TestWizd wizd = TestWizd.shared();
        return Exchanges.allAtOnce(envelopes.map(envelope -> () -> Exchanges.exchange(wizd, envelope)));
    }

    private static JsonNode exchange(String envelope) {
        return Exchanges.exchange(TestWizd.shared(), envelope);
    }
}
