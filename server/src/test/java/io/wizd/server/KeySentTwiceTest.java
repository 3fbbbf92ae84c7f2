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
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Writes of keys that come twice, or many at once for one key. */
class KeySentTwiceTest {

    /** A virtual thread that starts it keeps its carrier, and there may be too few of them. */
    @BeforeAll
    static void start() {
        TestWizd.shared();
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
    void ofManyCreatesOfOneKeyWithOneRequestIdAllMakeIt() throws IOException {
        String create = kv("kv-create", "twice-many", "\"many\"", ",\"value\":1");

        List<JsonNode> replies = Exchanges.allAtOnce(IntStream.range(0, 64).mapToObj(i -> () -> exchange(create)));

        assertThat(Exchanges.theOneReply(replies).at("/result/Error").intValue())
                .isZero();

        assertThat(exchange(create).at("/data/created").booleanValue()).isTrue();
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

    private static String kv(String type, String key, @Nullable String requestId, String more) {
        return "{\"msgType\":\"" + type + "\"" + (requestId == null ? "" : ",\"requestId\":" + requestId)
                + ",\"message\":{\"key\":\"" + key + "\"" + more + "}}";
    }

    private static RawResponse create(String key) {
        try (RawConnection connection = TestWizd.shared().connect()) {
            return connection
                    .send("POST /kv/" + key + " HTTP/1.1\r\nHost: localhost\r\nIdempotency-Key: h\r\n"
                            + "Content-Type: application/json\r\nContent-Length: 1\r\n\r\n7")
                    .readResponse();
        }
    }

    @Test
    void ofManyAtTwoServersWithOneRequestIdOneWrites() {
        try (TestWizd other = TestWizd.start(ConnectionLimits.defaults())) {
            List<TestWizd> both = List.of(TestWizd.shared(), other);
            String create = kv("kv-create", "twice-both", "\"both\"", ",\"value\":1");

            List<JsonNode> replies = Exchanges.allAtOnce(IntStream.range(0, 64)
                    .mapToObj(i -> () -> Exchanges.exchange(both.get(i % 2), create)));

            JsonNode made = Exchanges.theOneReply(replies);
            assertThat(made.at("/data/created").booleanValue()).isTrue();
            assertThat(both)
                    .allSatisfy(
                            wizd -> assertThat(Exchanges.exchange(wizd, create)).isEqualTo(made));
        }
    }

    private static JsonNode exchange(String envelope) {
        return Exchanges.exchange(TestWizd.shared(), envelope);
    }
}
