package io.wizd.handlers;

import static io.wizd.handlers.ProcedureCalls.array;
import static io.wizd.handlers.ProcedureCalls.call;
import static io.wizd.handlers.ProcedureCalls.single;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.wizd.db.Schema;
import io.wizd.db.testing.Sql;
import io.wizd.db.testing.TestDatabase;
import io.wizd.db.testing.TestServer;
import io.wizd.handlers.ProcedureCalls.Row;
import io.wizd.protocol.ErrorCode;
import io.wizd.protocol.Jsons;
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

/** The procedures of main, called as the server's account may, with what only a batch or a race can show. */
@ParameterizedClass
@MethodSource("io.wizd.db.testing.TestServers#all")
@SuppressWarnings("NullAway.Init") // the fields are set before each round of tests
class MainProceduresTest {
    private static TestDatabase main;

    @Parameter
    TestServer server;

    @BeforeParameterizedClassInvocation
    static void open(TestServer server) {
        main = server.freshDatabase(Schema.MAIN);
    }

    @AfterParameterizedClassInvocation
    static void close() {
        main.close();
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
    void aRequestIdKeepsItsFirstIdForItsFirstRequest() throws Exception {
        String ask = "[{\"type\":\"member-create\",\"requestId\":\"r'1\",\"fingerprint\":\"a\",\"id\":%d},"
                + "{\"type\":\"member-create\",\"requestId\":\"r2\",\"fingerprint\":\"%s\",\"id\":%d}]";
        call(main, "request_id_keep", ask.formatted(17, "b", 18));

        assertThat(call(main, "request_id_keep", ask.formatted(97, "b", 98)))
                .extracting(row -> row.reply().path("id").longValue())
                .containsExactly(17L, 18L);
        List<Row> other = call(main, "request_id_keep", ask.formatted(97, "c", 98));
        assertThat(other).extracting(Row::status).containsExactly(0, ErrorCode.IDEMPOTENCY_MISMATCH.id());
        assertThat(other.get(1).reply().has("id")).isFalse();
    }

    @Test
    void aRequestIsBegunByOneUntilItEndsAndThenItsReplyIsGiven() throws Exception {
        String begin = "[{\"requestHash\":\"q1\",\"fingerprint\":\"f\",\"attempt\":\"%s\",\"leaseMs\":%d}]";
        String end = "[{\"requestHash\":\"q1\",\"attempt\":\"%s\"%s}]";
        String reply = "{\"data\":\"ö \\\" \\\\ \\n\"}";
        String kept = ",\"reply\":" + Jsons.write(reply);

        assertThat(begun(begin.formatted("a1", 60_000))).isEqualTo("{\"again\":false}");
        assertThat(call(main, "request_begin", begin.formatted("a2", 60_000))
                        .getFirst()
                        .status())
                .isEqualTo(ErrorCode.REQUEST_IN_PROGRESS.id());
        // Nobody knows how the first ended.
        call(main, "request_end", end.formatted("a1", ""));
        assertThat(begun(begin.formatted("a3", 0))).isEqualTo("{\"again\":true}");
        // The third took too long, and is not heard any more.
        assertThat(begun(begin.formatted("a4", 60_000))).isEqualTo("{\"again\":true}");
        call(main, "request_end", end.formatted("a3", kept));
        assertThat(call(main, "request_begin", begin.formatted("a5", 60_000))
                        .getFirst()
                        .status())
                .isEqualTo(ErrorCode.REQUEST_IN_PROGRESS.id());
        call(main, "request_end", end.formatted("a4", kept));

        assertThat(single(main, "request_begin", begin.formatted("a6", 60_000).replaceAll("[\\[\\]]", ""))
                        .path("reply")
                        .textValue())
                .isEqualTo(reply);
        assertThat(call(main, "request_begin", begin.formatted("a7", 0).replace("\"f\"", "\"g\""))
                        .getFirst()
                        .status())
                .isEqualTo(ErrorCode.IDEMPOTENCY_MISMATCH.id());
    }

    private static String begun(String begin) throws Exception {
        Row row = call(main, "request_begin", begin).getFirst();
        assertThat(row.status()).isZero();
        return row.reply().toString();
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

    /** One that was carried out before fingerprints were kept is taken for the same: it writes nothing. */
    @Test
    void aRegisterWithAnotherBodyIsRefusedAndItsNeighboursAreNot() throws Exception {
        String register = "{\"userID\":\"%s\",\"deviceID\":\"d1\",\"tokenHash\":\"t\",\"lat\":%d,\"lng\":-70,"
                + "\"tokenSalt\":\"%s\",\"requestHash\":\"%s\"%s}";
        String old = register.formatted("gil", -70, "s1", "bound-1", "");
        String first = register.formatted("hal", -70, "s2", "bound-2", ",\"fingerprint\":\"a\"");
        call(main, "card_register", array(List.of(old, first)));

        List<Row> rows = call(
                main,
                "card_register",
                array(List.of(
                        register.formatted("gil", -71, "s3", "bound-1", ",\"fingerprint\":\"b\""),
                        register.formatted("hal", -71, "s4", "bound-2", ",\"fingerprint\":\"b\""),
                        register.formatted("ian", -71, "s5", "bound-3", ",\"fingerprint\":\"b\""))));

        assertThat(rows).extracting(Row::status).containsExactly(0, ErrorCode.IDEMPOTENCY_MISMATCH.id(), 0);
        assertThat(rows)
                .extracting(row -> row.reply().path("tokenSalt").asText())
                .containsExactly("s1", "", "s5");
        assertThat(cardsAround(-71, -70)).as("ian alone came there").hasSize(1);
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

    @Test
    void aLeaseHasOneHolderUntilItIsGivenBackOrRunsOut() throws Exception {
        String take = "{\"name\":\"l-1\",\"holder\":\"%s\",\"ms\":%d}";
        long first = single(main, "lease_take", take.formatted("ann 😀", 60_000))
                .path("until")
                .longValue();
        Row other = call(main, "lease_take", "[" + take.formatted("bob", 60_000) + "]")
                .getFirst();
        assertThat(other.status()).isEqualTo(ErrorCode.LEASE_TAKEN.id());
        assertThat(other.reply().path("Description").textValue()).isEqualTo("ann 😀 holds l-1");
        assertThat(single(main, "lease_take", take.formatted("ann 😀", 120_000))
                        .path("until")
                        .longValue())
                .isGreaterThanOrEqualTo(first + 60_000_000);

        String drop = "{\"name\":\"l-1\",\"holder\":\"%s\"}";
        assertThat(single(main, "lease_drop", drop.formatted("bob"))).hasToString("{\"dropped\":0}");
        assertThat(single(main, "lease_drop", drop.formatted("ann 😀"))).hasToString("{\"dropped\":1}");
        single(main, "lease_take", take.formatted("bob", 0));
        single(main, "lease_take", take.formatted("ann", 60_000));
        assertThat(call(main, "lease_take", "[" + take.formatted("bob", 60_000) + "]")
                        .getFirst()
                        .status())
                .isEqualTo(ErrorCode.LEASE_TAKEN.id());
    }

    @Test
    void ofManyWhoWantALeaseOneGetsIt() {
        List<CompletableFuture<Integer>> takers = IntStream.range(0, 16)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> {
                    try {
                        return call(main, "lease_take", "[{\"name\":\"l-2\",\"holder\":\"h" + i + "\",\"ms\":60000}]")
                                .getFirst()
                                .status();
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                }))
                .toList();

        assertThat(takers.stream().map(CompletableFuture::join).filter(status -> status == 0))
                .hasSize(1);
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
}
