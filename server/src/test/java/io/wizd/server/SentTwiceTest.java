package io.wizd.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.wizd.protocol.Jsons;
import io.wizd.server.testing.RawConnection;
import io.wizd.server.testing.RawResponse;
import io.wizd.server.testing.TestWizd;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Writes that come twice, or many at once for one key. */
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
    void manyWritesOfOneKeyInFlightAreCarriedOutInTheOrderOfTheirArrival() throws IOException {
        int count = 300;
        StringBuilder burst = new StringBuilder();
        for (int i = 0; i < count; i++) {
            burst.append("{\"msgType\":\"kv-set\",\"seqNum\":")
                    .append(i)
                    .append(",\"message\":{\"key\":\"hot-key\",\"value\":")
                    .append(i)
                    .append("}}");
        }
        List<Long> versionBySeqNum = new ArrayList<>();
        try (RawConnection connection = TestWizd.shared().connect()) {
            connection.send(burst.toString());
            long[] versions = new long[count];
            for (int i = 0; i < count; i++) {
                JsonNode reply = Jsons.MAPPER.readTree(connection.readLine());
                versions[reply.path("seqNum").intValue()] =
                        reply.at("/data/version").longValue();
            }
            for (long version : versions) {
                versionBySeqNum.add(version);
            }
        }

        assertThat(versionBySeqNum).isSorted().doesNotHaveDuplicates();
        assertThat(exchange("{\"msgType\":\"kv-get\",\"message\":{\"key\":\"hot-key\"}}")
                        .at("/data/value")
                        .intValue())
                .isEqualTo(count - 1);
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
        assertOneEffect(allAtOnce(IntStream.range(0, 64).mapToObj(i -> create)));
        assertThat(exchange(create).at("/result/Error").intValue()).isZero();

        List<JsonNode> different = allAtOnce(IntStream.range(7_830, 7_850)
                .mapToObj(account ->
                        memberCreate("\"requestId\":\"sent-twice-7\",", 7).replace("771", String.valueOf(account))));
        assertThat(different)
                .extracting(reply -> reply.at("/result/Error").intValue())
                .containsOnly(0, 422)
                .containsOnlyOnce(0);
    }

    @Test
    void ofManyCreatesOfOneKeyWithOneRequestIdAllMakeIt() throws IOException {
        String create = kv("kv-create", "twice-many", "\"many\"", ",\"value\":1");

        assertOneEffect(allAtOnce(IntStream.range(0, 64).mapToObj(i -> create)));

        assertThat(exchange(create).at("/data/created").booleanValue()).isTrue();
    }

    /** Each has the reply of the one that wrote, or hears that it is under way. */
    private static void assertOneEffect(List<JsonNode> replies) {
        Set<JsonNode> different = new HashSet<>(replies);
        different.removeIf(reply -> reply.at("/result/Code").asText().equals("REQUEST_IN_PROGRESS")
                && reply.at("/result/Error").intValue() == 409
                && reply.at("/result/RetryAfterMs").isNumber());
        assertThat(different).hasSize(1);
        assertThat(different.iterator().next().at("/result/Error").intValue()).isZero();
    }

    @Test
    void aWriteOfAKeySentAgainIsAnsweredAsTheFirstTimeWhateverHappenedMeanwhile() throws IOException {
        String set = kv("kv-set", "twice-a", "\"w1\"", ",\"value\":1");
        String create = kv("kv-create", "twice-b", "\"w2\"", ",\"value\":1");
        String update = kv("kv-update", "twice-a", "\"w3\"", ",\"value\":3");
        String refused = kv("kv-update", "twice-c", "\"w4\"", ",\"value\":4");
        String delete = kv("kv-delete", "twice-b", "\"w5\"", "");
        String batch = "{\"msgType\":\"kv-batch\",\"requestId\":\"w6\",\"message\":{\"operations\":["
                + "{\"op\":\"create\",\"key\":\"twice-d\",\"value\":1},{\"op\":\"delete\",\"key\":\"twice-d\"},"
                + "{\"op\":\"set\",\"key\":\"twice-a\",\"value\":2}]}}";
        List<String> writes = List.of(set, create, update, refused, delete, batch);
        List<JsonNode> first = new ArrayList<>();
        for (String write : writes) {
            first.add(exchange(write));
        }
        exchange(kv("kv-set", "twice-a", null, ",\"value\":\"of another\""));
        exchange(kv("kv-set", "twice-c", null, ",\"value\":\"of another\""));

        for (int i = 0; i < writes.size(); i++) {
            assertThat(exchange(writes.get(i))).as(writes.get(i)).isEqualTo(first.get(i));
        }

        assertThat(first)
                .extracting(reply -> reply.at("/result/Error").intValue())
                .containsExactly(0, 0, 0, 404, 0, 0);
        assertThat(exchange("{\"msgType\":\"kv-get\",\"message\":{\"key\":\"twice-a\"}}")
                        .at("/data/value")
                        .textValue())
                .isEqualTo("of another");
    }

    @Test
    void aRequestIdIsOfOneRequestOfOneSender() throws IOException {
        String set = kv("kv-set", "twice-e", "\"one\"", ",\"value\":1");
        exchange(set);

        for (String other : List.of(
                set.replace("twice-e", "twice-f"), set.replace(":1", ":2"), set.replace("kv-set", "kv-create"))) {
            assertThat(exchange(other).at("/result/Code").textValue()).as(other).isEqualTo("IDEMPOTENCY_MISMATCH");
        }
        String ofAnn = set.replace("\"requestId\"", "\"userID\":\"ann\",\"requestId\"");
        assertThat(exchange(ofAnn.replace(":1", ":2")).at("/result/Error").intValue())
                .isZero();
    }

    @Test
    void overHttpTheKeyMayComeAgainToo() throws IOException {
        RawResponse first = create("twice-h");

        RawResponse second = create("twice-h");

        assertThat(first.status()).isEqualTo(201);
        assertThat(second.status()).isEqualTo(201);
        assertThat(second.body()).isEqualTo(first.body());
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

    private static String kv(String type, String key, @Nullable String requestId, String more) {
        return "{\"msgType\":\"" + type + "\"" + (requestId == null ? "" : ",\"requestId\":" + requestId)
                + ",\"message\":{\"key\":\"" + key + "\"" + more + "}}";
    }

    @Test
    void aRegisterOfAnotherPlaceWithTheSameRequestIdIsRefused() throws IOException {
        JsonNode first = exchange(register("sent-twice-fay", "fay", 50));

        JsonNode other = exchange(register("sent-twice-fay", "fay", 51));

        assertThat(other.at("/result/Code").textValue()).isEqualTo("IDEMPOTENCY_MISMATCH");
        assertThat(other.at("/data/token").isMissingNode()).isTrue();
        assertThat(exchange(register("sent-twice-fay", "fay", 50)).path("data")).isEqualTo(first.path("data"));
    }

    private static List<JsonNode> allAtOnce(Stream<String> envelopes) {
        // Started here: a virtual thread that starts it keeps its carrier, and there may be too few of them.
        TestWizd.shared();
        List<CompletableFuture<JsonNode>> replies = envelopes
                .map(envelope -> CompletableFuture.supplyAsync(
                        () -> {
                            try {
                                return exchange(envelope);
                            } catch (IOException e) {
                                throw new UncheckedIOException(e);
                            }
                        },
                        task -> Thread.ofVirtual().start(task)))
                .toList();
        return replies.stream().map(CompletableFuture::join).toList();
    }

    private static JsonNode membersOf(int account) throws IOException {
        return exchange("{\"msgType\":\"member-list\",\"message\":{\"aid\":" + account + "}}")
                .at("/data/members");
    }

    private static String bodyOf(String memberCreate) throws IOException {
        return Jsons.MAPPER.readTree(memberCreate).path("message").toString();
    }

    private static RawResponse create(String key) {
        try (RawConnection connection = TestWizd.shared().connect()) {
            return connection
                    .send("POST /kv/" + key + " HTTP/1.1\r\nHost: localhost\r\nIdempotency-Key: h\r\n"
                            + "Content-Type: application/json\r\nContent-Length: 1\r\n\r\n7")
                    .readResponse();
        }
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

    private static JsonNode exchange(String envelope) throws IOException {
        try (RawConnection connection = TestWizd.shared().connect()) {
            return Jsons.MAPPER.readTree(connection.send(envelope).readLine());
        }
    }
}
