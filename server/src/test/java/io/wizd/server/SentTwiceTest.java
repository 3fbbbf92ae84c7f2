package io.wizd.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.wizd.protocol.Jsons;
import io.wizd.server.testing.RawConnection;
import io.wizd.server.testing.TestWizd;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
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
