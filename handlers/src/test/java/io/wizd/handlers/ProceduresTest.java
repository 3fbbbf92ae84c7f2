package io.wizd.handlers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.wizd.db.Schema;
import io.wizd.db.testing.Sql;
import io.wizd.db.testing.TestDatabase;
import io.wizd.db.testing.TestServer;
import io.wizd.protocol.ErrorCode;
import io.wizd.protocol.Jsons;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Each procedure, called as the server's account may, with what only a batch or a race can show. */
@ParameterizedClass
@MethodSource("io.wizd.db.testing.TestServers#all")
@SuppressWarnings("NullAway.Init") // the fields are set before each round of tests
class ProceduresTest {
    private static TestDatabase main;
    private static TestDatabase partition;

    @Parameter
    TestServer server;

    @BeforeParameterizedClassInvocation
    static void open(TestServer server) {
        main = server.freshDatabase(Schema.MAIN);
        partition = server.freshDatabase(Schema.PARTITION);
    }

    @AfterParameterizedClassInvocation
    static void close() {
        main.close();
        partition.close();
    }

    private record Row(int status, JsonNode reply) {}

    @Test
    void kvKeepsKeysByteForByteAndValuesAsTheyCame() throws Exception {
        List<String> keys = List.of("a", "A", "a ", "ä", "a\u0308", "😀", "'; DROP TABLE kv_entry; --", "\"\\\n\t");
        List<String> values = List.of(
                "1.0",
                "{\"b\":1,\"a\":2,\"b\":3}",
                "123456789012345678901234567890",
                "\"\\u0000\"",
                "null",
                "[ 1 ,2 ]",
                "-0",
                "\"😀\"");
        String set = array(IntStream.range(0, keys.size())
                .mapToObj(
                        i -> "{\"key\":" + Jsons.write(keys.get(i)) + ",\"value\":" + Jsons.write(values.get(i)) + "}")
                .toList());
        call(partition, "kv_set", set);

        List<String> replies = replies(
                partition,
                "kv_get",
                array(keys.stream()
                        .map(key -> "{\"key\":" + Jsons.write(key) + "}")
                        .toList()));

        for (int i = 0; i < keys.size(); i++) {
            assertThat(replies.get(i)).contains("\"value\":" + values.get(i) + ",\"version\"");
        }
    }

    @Test
    void kvVersionsOnlyGrow() throws Exception {
        long last = 0;
        for (int i = 0; i < 20; i++) {
            long version = call(partition, "kv_set", "[{\"key\":\"grows\",\"value\":\"1\"}]")
                    .getFirst()
                    .reply()
                    .path("version")
                    .longValue();
            assertThat(version).isGreaterThan(last);
            last = version;
        }
    }

    @Test
    void kvAnswersInTheOrderOfTheRequestsAndSaysWhichKeysAreNotThere() throws Exception {
        call(partition, "kv_set", "[{\"key\":\"z1\",\"value\":\"1\"},{\"key\":\"y1\",\"value\":\"2\"}]");

        List<Row> rows =
                call(partition, "kv_get", "[{\"key\":\"y1\"},{\"key\":\"none\"},{\"key\":\"z1\"},{\"key\":\"y1\"}]");

        assertThat(rows).extracting(Row::status).containsExactly(0, ErrorCode.KEY_NOT_FOUND.id(), 0, 0);
        assertThat(rows).extracting(row -> row.reply().path("value").intValue()).containsExactly(2, 0, 1, 2);
        assertThat(rows.get(1).reply().path("Description").textValue()).isEqualTo("no such key: none");
    }

    @Test
    void kvRefusesAKeyThatDoesNotFitInsteadOfCuttingIt() {
        String key = "k".repeat(513);

        assertThatThrownBy(() -> call(partition, "kv_set", "[{\"key\":\"" + key + "\",\"value\":\"1\"}]"))
                .isInstanceOf(SQLException.class);
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

    @Test
    void memberPutRowsCountsWhatIsNewChangedAndTheSame() throws Exception {
        String rows = array(List.of(member(2_001, 1, 22), member(2_002, 2, 22), member(2_003, 3, 22)));
        assertThat(counts(rows)).isEqualTo("{\"inserted\":3,\"updated\":0,\"skipped\":0}");
        assertThat(counts(rows)).isEqualTo("{\"inserted\":0,\"updated\":0,\"skipped\":3}");

        String changed = member(2_009, 2, 22).replace("\"Lovelace\"", "\"Lovelace \"");

        assertThat(counts(array(List.of(member(2_010, 4, 22), changed, member(2_011, 3, 22)))))
                .isEqualTo("{\"inserted\":1,\"updated\":1,\"skipped\":1}");
        JsonNode members = call(partition, "member_list", "[{\"aid\":22,\"after\":0,\"limit\":10}]")
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

        assertThat(ids("{\"aid\":33,\"after\":0,\"limit\":2}")).containsExactlyInAnyOrder(3_001L, 3_002L);
        assertThat(ids("{\"aid\":33,\"after\":3002,\"limit\":2}")).containsExactly(3_003L);
        assertThat(ids("{\"aid\":33,\"cmid\":2,\"after\":0,\"limit\":2}")).containsExactly(3_002L);
        assertThat(ids("{\"id\":3001,\"after\":0,\"limit\":2}")).containsExactly(3_001L);
        assertThat(ids("{\"ph\":\"4915112345678\",\"aid\":33,\"after\":0,\"limit\":9}"))
                .hasSize(3);
        assertThat(ids("{\"ph\":\"1\",\"aid\":33,\"after\":0,\"limit\":9}")).isEmpty();
    }

    @Test
    void aFullPageOfLongNamesIsNotCut() throws Exception {
        List<String> rows = IntStream.range(0, 1_001)
                .mapToObj(i -> member(40_000 + i, i + 1, 44)
                        .replace("Ada", "😀".repeat(50))
                        .replace("Lovelace", "ß".repeat(50)))
                .toList();
        counts(array(rows));

        assertThat(ids("{\"aid\":44,\"after\":0,\"limit\":1001}")).hasSize(1_001);
    }

    @Test
    void idBlocksNeverOverlap() {
        List<CompletableFuture<Long>> blocks = IntStream.range(0, 40)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> {
                    try {
                        return call(main, "id_block_take", "[{\"name\":\"member\",\"count\":10}]")
                                .getFirst()
                                .reply()
                                .path("first")
                                .longValue();
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                }))
                .toList();

        List<Long> sorted =
                blocks.stream().map(CompletableFuture::join).sorted().toList();
        for (int i = 1; i < sorted.size(); i++) {
            assertThat(sorted.get(i) - sorted.get(i - 1)).isGreaterThanOrEqualTo(10);
        }
    }

    @Test
    void aRequestIdKeepsItsFirstId() throws Exception {
        String ask = "[{\"type\":\"member-create\",\"requestId\":\"r'1\",\"id\":%d},"
                + "{\"type\":\"member-create\",\"requestId\":\"r2\",\"id\":%d}]";
        call(main, "request_id_keep", ask.formatted(17, 18));

        assertThat(call(main, "request_id_keep", ask.formatted(97, 98)))
                .extracting(row -> row.reply().path("id").longValue())
                .containsExactly(17L, 18L);
    }

    @Test
    void accountsAreFoundAndTheFirstIsNotReplaced() throws Exception {
        String add = "[{\"name\":\"root\",\"passwordHash\":\"%s\",\"role\":\"admin\"}]";
        call(main, "account_add_first", add.formatted("one"));
        call(main, "account_add_first", add.formatted("two"));

        List<Row> found = call(main, "account_find", "[{\"name\":\"Root\"},{\"name\":\"root\"}]");

        assertThat(found).extracting(Row::status).containsExactly(ErrorCode.UNAUTHORIZED.id(), 0);
        assertThat(found.get(1).reply().path("passwordHash").textValue()).isEqualTo("one");
    }

    @Test
    void aCardUserIsFoundAgainAndKeepsWhatIsNotGiven() throws Exception {
        String ann = "{\"userID\":\"ann\",\"deviceID\":\"d1\",\"tokenHash\":\"%s\",\"lat\":1,\"lng\":2%s}";
        Row first = call(main, "card_register", "[" + ann.formatted("t1", ",\"firstName\":\"Ann\"") + "]")
                .getFirst();
        Row second = call(main, "card_register", "[" + ann.formatted("t2", ",\"company\":\"Ö\"") + "]")
                .getFirst();

        assertThat(second.reply()).isEqualTo(first.reply());
        JsonNode card = call(main, "card_nearby", "[{\"wizUserID\":0,\"lat\":1,\"lng\":2,\"limit\":9}]")
                .getFirst()
                .reply()
                .path("cards")
                .get(0);
        assertThat(card.path("firstName").textValue()).isEqualTo("Ann");
        assertThat(card.path("company").textValue()).isEqualTo("Ö");
    }

    @Test
    void aRegisterSentAgainChangesNothingAndGetsItsSaltAgain() throws Exception {
        String carl = "{\"userID\":\"carl\",\"deviceID\":\"d1\",\"tokenHash\":\"%s\",\"lat\":%d,\"lng\":70,"
                + "\"tokenSalt\":\"%s\",\"requestHash\":%s}";
        String dora = carl.replace("carl", "dora");
        call(main, "card_register", array(List.of(carl.formatted("t1", 70, "s1", "\"r1\""))));
        call(main, "card_register", array(List.of(carl.formatted("t2", 71, "s2", "\"r2\""))));

        List<Row> rows = call(
                main,
                "card_register",
                array(List.of(dora.formatted("t3", 72, "s3", "\"r3\""), carl.formatted("t4", 70, "s4", "\"r1\""))));

        assertThat(rows)
                .extracting(row -> row.reply().path("tokenSalt").textValue())
                .containsExactly("s3", "s1");
        assertThat(cardsAround(70, 70)).as("carl was not moved back").isEmpty();
        assertThat(call(
                        main,
                        "card_place",
                        "[{\"userID\":\"carl\",\"deviceID\":\"d1\",\"tokenHash\":\"t2\",\"lat\":73,\"lng\":70}]"))
                .as("carl's newest token is still the newest")
                .extracting(Row::status)
                .containsExactly(0);
        assertThat(call(main, "card_register", array(List.of(carl.formatted("t5", 70, "s5", "null"))))
                        .getFirst()
                        .reply()
                        .path("tokenSalt")
                        .textValue())
                .as("without a requestId")
                .isEqualTo("s5");
    }

    @Test
    void aRegisterOfADayAgoIsForgotten() throws Exception {
        String register = "[{\"userID\":\"emil\",\"deviceID\":\"d1\",\"tokenHash\":\"t\",\"lat\":80,\"lng\":70,"
                + "\"tokenSalt\":\"%s\",\"requestHash\":\"day-old\"}]";
        call(main, "card_register", register.formatted("s1"));
        Sql.execute(
                main.owner(),
                "UPDATE card_request SET created_at = created_at - INTERVAL 24 HOUR WHERE request_hash = 'day-old'");

        assertThat(call(main, "card_register", register.formatted("s2"))
                        .getFirst()
                        .reply()
                        .path("tokenSalt")
                        .textValue())
                .isEqualTo("s2");
    }

    @Test
    void aNameWithASpaceBehindItIsAnotherName() throws Exception {
        String register = "[{\"userID\":\"%s\",\"deviceID\":\"%s\",\"tokenHash\":\"t\",\"lat\":-60,\"lng\":2}]";
        List<JsonNode> users = new ArrayList<>();
        for (String[] name :
                new String[][] {{"eve", "d"}, {"eve ", "d"}, {"eve", "d "}, {"Eve", "d"}, {"\u00e9ve", "d"}}) {
            users.add(call(main, "card_register", register.formatted((Object[]) name))
                    .getFirst()
                    .reply());
        }
        assertThat(users).doesNotHaveDuplicates();
        String add = "[{\"name\":\"%s\",\"passwordHash\":\"%s\",\"role\":\"admin\"}]";
        call(main, "account_add_first", add.formatted("eve", "1"));
        assertThat(call(main, "account_find", "[{\"name\":\"eve \"}]")
                        .getFirst()
                        .status())
                .isEqualTo(ErrorCode.UNAUTHORIZED.id());
    }

    @Test
    void onlyTheNewestTokenMovesAUser() throws Exception {
        call(
                main,
                "card_register",
                "[{\"userID\":\"bob\",\"deviceID\":\"d1\",\"tokenHash\":\"right\",\"lat\":50,\"lng\":50}]");
        String move = "[{\"userID\":\"bob\",\"deviceID\":\"d1\"%s,\"lat\":51,\"lng\":51},"
                + "{\"userID\":\"new\",\"deviceID\":\"d1\",\"lat\":60,\"lng\":60}]";

        assertThat(call(main, "card_place", move.formatted("")))
                .extracting(Row::status)
                .containsExactly(ErrorCode.BAD_TOKEN.id(), 0);
        assertThat(call(main, "card_place", move.formatted(",\"tokenHash\":\"wrong\"")))
                .extracting(Row::status)
                .containsExactly(ErrorCode.BAD_TOKEN.id(), 0);
        assertThat(cardsAround(51, 51)).isEmpty();
        assertThat(call(main, "card_place", move.formatted(",\"tokenHash\":\"right\"")))
                .extracting(Row::status)
                .containsExactly(0, 0);
        assertThat(cardsAround(51, 51)).hasSize(1);
    }

    @Test
    void cardsAreFoundOverThe180thMeridian() throws Exception {
        call(
                main,
                "card_register",
                "[{\"userID\":\"fiji\",\"deviceID\":\"d\",\"tokenHash\":\"t\",\"lat\":-17,\"lng\":179.9}]");

        List<JsonNode> cards = cardsAround(-17, -179.9);

        assertThat(cards).hasSize(1);
        assertThat(cards.getFirst().path("distanceM").longValue()).isBetween(21_200L, 21_300L);
    }

    private List<JsonNode> cardsAround(double lat, double lng) throws Exception {
        List<JsonNode> cards = new ArrayList<>();
        call(main, "card_nearby", "[{\"wizUserID\":0,\"lat\":" + lat + ",\"lng\":" + lng + ",\"limit\":9}]")
                .getFirst()
                .reply()
                .path("cards")
                .forEach(cards::add);
        return cards;
    }

    private List<Long> ids(String query) throws Exception {
        List<Long> ids = new ArrayList<>();
        call(partition, "member_list", "[" + query + "]")
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

    private static String array(List<String> elements) {
        return "[" + String.join(",", elements) + "]";
    }

    private static List<String> replies(TestDatabase database, String procedure, String requests) throws Exception {
        List<String> replies = new ArrayList<>();
        run(database, procedure, requests, (status, reply) -> replies.add(reply));
        return replies;
    }

    private static List<Row> call(TestDatabase database, String procedure, String requests) throws Exception {
        List<Row> rows = new ArrayList<>();
        run(database, procedure, requests, (status, reply) -> rows.add(new Row(status, Jsons.MAPPER.readTree(reply))));
        return rows;
    }

    private interface RowReader {
        void read(int status, String reply) throws IOException;
    }

    private static void run(TestDatabase database, String procedure, String requests, RowReader reader)
            throws Exception {
        try (Connection connection = database.app().connect();
                PreparedStatement statement = connection.prepareStatement("CALL " + procedure + "(?)")) {
            statement.setString(1, requests);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    reader.read(rows.getInt(1), rows.getString(2));
                }
            }
        }
    }
}
