package io.wizd.handlers;

import static io.wizd.handlers.ProcedureCalls.array;
import static io.wizd.handlers.ProcedureCalls.call;
import static io.wizd.handlers.ProcedureCalls.replies;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.wizd.db.Schema;
import io.wizd.db.testing.TestDatabase;
import io.wizd.db.testing.TestServer;
import io.wizd.handlers.ProcedureCalls.Row;
import io.wizd.protocol.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** The procedures of members, called as the server's account may, with what only a batch can show. */
@ParameterizedClass
@MethodSource("io.wizd.db.testing.TestServers#all")
@SuppressWarnings("NullAway.Init") // the fields are set before each round of tests
class MemberProceduresTest {
    private static TestDatabase partition;

    @Parameter
    TestServer server;

    @BeforeParameterizedClassInvocation
    static void open(TestServer server) {
        partition = server.freshDatabase(Schema.PARTITION);
    }

    @AfterParameterizedClassInvocation
    static void close() {
        partition.close();
    }

    @Test
    void memberCreateRefusesATakenKeyAndAcceptsItsOwnRowAgain() throws Exception {
        String first = member(1_001, 7, 11);
        assertThat(call(partition, "member_create", array(List.of(first, member(1_002, 8, 11)))))
                .extracting(Row::status)
                .containsExactly(0, 0);

        List<Row> again =
                call(partition, "member_create", array(List.of(member(1_003, 8, 11), first, member(1_004, 9, 11))));

        assertThat(again).extracting(Row::status).containsExactly(ErrorCode.MEMBER_EXISTS.id(), 0, 0);
        assertThat(again.get(1).reply().path("phone_number").textValue()).isEqualTo("4915112345678");
    }

    /** Ids that somebody stored by hand, and that main then gives out; the neighbours are not hurt. */
    @Test
    void memberCreateWithTheIdOfAnotherMemberIsToldAndNotTakenForThat() throws Exception {
        call(partition, "member_create", array(List.of(member(1_101, 1, 12))));

        List<Row> rows = call(partition, "member_create", array(List.of(member(1_101, 2, 12), member(1_102, 3, 12))));

        assertThat(rows).extracting(Row::status).containsExactly(ErrorCode.INTERNAL.id(), 0);
        assertThat(rows.getFirst().reply().path("Description").textValue())
                .isEqualTo("the id 1101 is that of another member");
    }

    @Test
    void memberPutRowsCountsWhatIsNewChangedAndTheSame() throws Exception {
        String rows = array(List.of(member(2_001, 1, 22), member(2_002, 2, 22), member(2_003, 3, 22)));
        assertThat(counts(rows)).isEqualTo("{\"inserted\":3,\"updated\":0,\"skipped\":0}");
        assertThat(counts(rows)).isEqualTo("{\"inserted\":0,\"updated\":0,\"skipped\":3}");

        String changed = member(2_009, 2, 22).replace("\"Lovelace\"", "\"Lovelace \"");

        assertThat(counts(array(List.of(member(2_010, 4, 22), changed, member(2_011, 3, 22)))))
                .isEqualTo("{\"inserted\":1,\"updated\":1,\"skipped\":1}");
        JsonNode members = call(partition, "member_list_account", "[" + account(22, 0, 10) + "]")
                .getFirst()
                .reply()
                .path("members");
        assertThat(members)
                .extracting(m -> m.path("id").longValue())
                .containsExactlyInAnyOrder(2_001L, 2_002L, 2_003L, 2_010L);
    }

    @Test
    void memberListFiltersAndPages() throws Exception {
        counts(array(List.of(member(3_001, 1, 33), member(3_002, 2, 33), member(3_003, 3, 33))));

        assertThat(ids("member_list_account", account(33, 0, 2))).containsExactlyInAnyOrder(3_001L, 3_002L);
        assertThat(ids("member_list_account", account(33, 2, 2))).containsExactly(3_003L);
        assertThat(ids("member_list_client", "{\"cmid\":2,\"after\":3001,\"limit\":1}"))
                .containsExactly(3_002L);
        assertThat(ids("member_list_phone", "{\"ph\":\"4915112345678\",\"aid\":33,\"after\":0,\"limit\":1000}"))
                .hasSize(3);
        assertThat(ids("member_list_phone", "{\"ph\":\"1\",\"aid\":33,\"after\":0,\"limit\":9}"))
                .isEmpty();
        assertThat(ids("member_list", "{\"after\":3001,\"limit\":2}")).containsExactlyInAnyOrder(3_002L, 3_003L);
    }

    /** The seventeenth is one too many. */
    @Test
    void memberFindGivesFewAndSaysWhereThereAreMany() throws Exception {
        List<String> rows = new ArrayList<>();
        for (int account = 1; account <= 17; account++) {
            rows.add(member(6_000 + account, 661, 6_600 + account)
                    .replace("4915112345678", account <= 16 ? "66116" : "66117"));
            rows.add(member(6_100 + account, 662, 6_600 + account).replace("4915112345678", "66217"));
        }
        counts(array(rows));

        List<JsonNode> phones = call(
                        partition,
                        "member_find_phone",
                        "[{\"ph\":\"66117\"},{\"ph\":\"66217\"},{\"ph\":\"66116\"},{\"ph\":\"66118\"}]")
                .stream()
                .map(Row::reply)
                .toList();
        List<JsonNode> clients = call(partition, "member_find_client", "[{\"cmid\":661},{\"cmid\":660}]").stream()
                .map(Row::reply)
                .toList();

        assertThat(phones)
                .extracting(reply -> reply.path("many").booleanValue())
                .containsExactly(false, true, false, false);
        assertThat(phones).extracting(reply -> reply.path("members").size()).containsExactly(1, 0, 16, 0);
        assertThat(phones.getFirst().path("members").path(0).path("id").longValue())
                .isEqualTo(6_017);
        assertThat(clients)
                .extracting(reply -> reply.path("many").booleanValue())
                .containsExactly(true, false);
        assertThat(clients).extracting(reply -> reply.path("members").size()).containsExactly(0, 0);
        assertThat(replies(partition, "member_find_key", "[{\"aid\":6601,\"cmid\":663},{\"aid\":6602,\"cmid\":662}]"))
                .element(1, InstanceOfAssertFactories.STRING)
                .contains("6102");
    }

    @Test
    void memberUpdateRefusesATakenKeyAndAnotherAccount() throws Exception {
        counts(array(List.of(member(5_001, 1, 55), member(5_002, 2, 55))));

        assertThat(update("{\"id\":5001,\"client_member_id\":2}").status()).isEqualTo(ErrorCode.MEMBER_EXISTS.id());
        assertThat(update("{\"id\":5001,\"account_id\":56}").status()).isEqualTo(ErrorCode.BAD_FIELD.id());
        assertThat(update("{\"id\":5009,\"first_name\":\"Eve\"}").reply().path("members"))
                .isEmpty();
        JsonNode same =
                update("{\"id\":5001,\"client_member_id\":null}").reply().path("members");
        assertThat(same).hasSize(1);
        assertThat(same.path(0).path("client_member_id").longValue()).isEqualTo(1);
        assertThat(same.path(0).path("id").isIntegralNumber()).isTrue();
    }

    private static Row update(String request) throws Exception {
        return call(partition, "member_update", "[" + request + "]").getFirst();
    }

    private static String account(long aid, long after, int limit) {
        return "{\"aid\":" + aid + ",\"after\":" + after + ",\"limit\":" + limit + "}";
    }

    @Test
    void aFullPageOfLongNamesIsNotCut() throws Exception {
        List<String> rows = IntStream.range(0, 1_001)
                .mapToObj(i -> member(40_000 + i, i + 1, 44)
                        .replace("Ada", "😀".repeat(50))
                        .replace("Lovelace", "ß".repeat(50)))
                .toList();
        counts(array(rows));

        assertThat(ids("member_list_account", account(44, 0, 1_001))).hasSize(1_001);
    }

    private List<Long> ids(String procedure, String query) throws Exception {
        List<Long> ids = new ArrayList<>();
        call(partition, procedure, "[" + query + "]")
                .getFirst()
                .reply()
                .path("members")
                .forEach(member -> ids.add(member.path("id").longValue()));
        return ids;
    }

    private String counts(String rows) throws Exception {
        return replies(partition, "member_put_rows", "[{\"rows\":" + rows + "}]")
                .getFirst();
    }

    private static String member(long id, long clientMemberId, long accountId) {
        return "{\"id\":" + id
                + ",\"first_name\":\"Ada\",\"last_name\":\"Lovelace\",\"phone_number\":\"4915112345678\","
                + "\"client_member_id\":" + clientMemberId + ",\"account_id\":" + accountId + "}";
    }
}
