package io.wizd.handlers;

import static io.wizd.handlers.ProcedureCalls.call;
import static io.wizd.handlers.ProcedureCalls.replies;
import static io.wizd.handlers.ProcedureCalls.single;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.wizd.db.Schema;
import io.wizd.db.testing.Sql;
import io.wizd.db.testing.TestDatabase;
import io.wizd.db.testing.TestServer;
import io.wizd.handlers.ProcedureCalls.Row;
import io.wizd.protocol.Jsons;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** What sync does with keys, on a node of its own for each test. */
@ParameterizedClass
@MethodSource("io.wizd.db.testing.TestServers#all")
@SuppressWarnings("NullAway.Init") // the fields are set before each test
class KvSyncProceduresTest {
    /** Later than any tombstone. */
    private static final String LATER = "{\"before\":9000000000000000,\"limit\":100}";

    @Parameter
    TestServer server;

    private TestDatabase node;

    @BeforeEach
    void open() {
        node = server.freshDatabase(Schema.PARTITION);
    }

    @AfterEach
    void close() {
        node.close();
    }

    @Test
    void anEntryTravelsAsItIs() throws Exception {
        List<String> keys = List.of("json", "bytes", "deleted", "lived", "ü 😀\u0000");
        set("json", "{\"b\":1, \"a\":\"\\\"\\\\\\u0000😀\"}");
        single(node, "kv_set", "{\"key\":\"bytes\",\"value\":\"AAEC\",\"type\":\"a/b; c=\\\"d\\\"\"}");
        set("deleted", "1");
        single(node, "kv_write", "{\"key\":\"deleted\",\"op\":\"delete\"}");
        single(node, "kv_write", "{\"key\":\"lived\",\"op\":\"set\",\"value\":\"1\",\"ttlMs\":-5}");
        set("ü 😀\u0000", "2");
        List<String> entries = new ArrayList<>();
        for (String key : keys) {
            entries.add(peek(key));
        }

        try (TestDatabase copy = server.freshDatabase(Schema.PARTITION)) {
            for (int round = 0; round < 2; round++) {
                assertThat(call(copy, "kv_apply", ProcedureCalls.array(entries)))
                        .allSatisfy(
                                row -> assertThat(row.reply().path("applied").booleanValue())
                                        .isTrue());
                for (int i = 0; i < keys.size(); i++) {
                    assertThat(replies(copy, "kv_peek", "[{\"key\":" + Jsons.write(keys.get(i)) + "}]"))
                            .containsExactly(entries.get(i));
                }
            }
            assertThat(single(copy, "kv_changes", "{\"after\":0,\"limit\":9}").path("changes"))
                    .isEmpty();
            assertThat(single(copy, "kv_purge", LATER)).hasToString("{\"expired\":1,\"purged\":2,\"more\":false}");
        }
        assertThat(peek("none")).isEqualTo("{\"key\":\"none\"}");
    }

    @Test
    void theGreaterEntryWinsInWhateverOrderCopiesAreTold() throws Exception {
        List<String> entries = new ArrayList<>(List.of(
                entry(5, 5, "\"1\"", "null", "null"),
                entry(6, 5, "null", "null", "null"),
                entry(6, 5, "\"1\"", "null", "null"),
                entry(6, 5, "\"1 \"", "null", "null"),
                entry(6, 5, "\"B\"", "null", "null"),
                entry(6, 5, "\"b\"", "null", "null"),
                entry(6, 5, "\"b\"", "\"a/b\"", "null"),
                entry(6, 5, "\"b\"", "\"a/b\"", "9000000000000000"),
                entry(6, 6, "\"b\"", "\"a/b\"", "9000000000000000")));
        String greatest = entries.getLast();
        Random random = new Random(7);
        for (int round = 0; round < 20; round++) {
            Collections.shuffle(entries, random);
            for (String entry : entries) {
                single(node, "kv_apply", entry.replace("\"k\"", "\"k" + round + "\""));
            }
            assertThat(peek("k" + round)).isEqualTo(greatest.replace("\"k\"", "\"k" + round + "\""));
        }
    }

    @Test
    void applyTellsWhatIsStoredNow() throws Exception {
        single(node, "kv_apply", entry(7, 7, "\"2\"", "null", "null"));

        assertThat(single(node, "kv_apply", entry(6, 6, "\"9\"", "null", "null")))
                .hasToString("{\"key\":\"k\",\"applied\":false,\"version\":7}");
        assertThat(single(node, "kv_apply", entry(7, 7, "\"1\"", "null", "null")))
                .hasToString("{\"key\":\"k\",\"applied\":false,\"version\":7}");
        assertThat(single(node, "kv_apply", entry(7, 7, "\"2\"", "null", "null")))
                .hasToString("{\"key\":\"k\",\"applied\":true,\"version\":7}");
        assertThat(single(node, "kv_apply", entry(8, 7, "null", "null", "null")))
                .hasToString("{\"key\":\"k\",\"applied\":true,\"version\":8}");
    }

    @Test
    void aNewerWriteIsNotForgotten() throws Exception {
        long first = set("f", "1");
        long second = set("f", "2");

        List<Row> rows = call(
                node,
                "kv_forget",
                "[{\"key\":\"f\",\"version\":" + first + "},{\"key\":\"none\",\"version\":" + first + "}]");

        assertThat(rows)
                .extracting(row -> row.reply().toString())
                .containsExactly("{\"key\":\"f\",\"forgotten\":false}", "{\"key\":\"none\",\"forgotten\":true}");
        assertThat(single(node, "kv_forget", "{\"key\":\"f\",\"version\":" + second + "}")
                        .path("forgotten")
                        .booleanValue())
                .isTrue();
        assertThat(peek("f")).isEqualTo("{\"key\":\"f\"}");
    }

    @Test
    void changesAreKeptUntilTheyAreDoneAndWhatANodeLacksStays() throws Exception {
        set("a", "1");
        set("b 😀", "1");
        call(node, "kv_write", "[{\"key\":\"c\",\"op\":\"update\",\"value\":\"1\"}]");
        call(
                node,
                "kv_write",
                "[{\"key\":\"a\",\"op\":\"delete\"},{\"key\":\"\\u0000\\\"\",\"op\":\"set\",\"value\":\"1\"}]");
        JsonNode changes =
                single(node, "kv_changes", "{\"after\":0,\"limit\":9}").path("changes");
        assertThat(changes)
                .extracting(change -> change.path("keys").toString())
                .containsExactly("[\"a\"]", "[\"b 😀\"]", "[\"a\",\"\\u0000\\\"\"]");
        List<Long> seqs = new ArrayList<>();
        changes.forEach(change -> seqs.add(change.path("seq").longValue()));
        assertThat(seqs).isSorted().doesNotHaveDuplicates();
        assertThat(single(node, "kv_changes", "{\"after\":" + seqs.get(0) + ",\"limit\":1}")
                        .path("changes"))
                .extracting(change -> change.path("seq").longValue())
                .containsExactly(seqs.get(1));

        String done = "{\"seqs\":[" + seqs.get(0) + "," + seqs.get(1) + "],\"pending\":["
                + "{\"node\":\"p2\",\"keys\":[\"b 😀\",\"a\",\"a \"]},{\"node\":\"p3\",\"keys\":[]},{\"node\":\"p4\",\"keys\":[\"a\"]}]}";
        assertThat(single(node, "kv_changes_done", done)).hasToString("{\"forgotten\":2}");
        assertThat(single(node, "kv_changes_done", done)).hasToString("{\"forgotten\":0}");

        assertThat(single(node, "kv_pending", "{\"node\":\"p2\",\"limit\":2}"))
                .hasToString("{\"keys\":[\"a\",\"a \"]}");
        assertThat(single(node, "kv_pending", "{\"node\":\"p2\",\"after\":\"a \",\"limit\":2}"))
                .hasToString("{\"keys\":[\"b 😀\"]}");
        assertThat(single(node, "kv_pending", "{\"node\":\"p2\",\"after\":\"b 😀\",\"limit\":2}"))
                .hasToString("{\"keys\":[]}");
        JsonNode state = single(node, "kv_node_state", "{}");
        assertThat(state.path("map").isNull()).isTrue();
        assertThat(state.path("changes").intValue()).isEqualTo(1);
        assertThat(state.path("oldestChange").longValue() / 1_000)
                .isBetween(System.currentTimeMillis() - 60_000, System.currentTimeMillis());
        assertThat(state.path("pending"))
                .containsExactlyInAnyOrder(
                        Jsons.MAPPER.readTree("{\"node\":\"p2\",\"keys\":3}"),
                        Jsons.MAPPER.readTree("{\"node\":\"p4\",\"keys\":1}"));

        assertThat(single(node, "kv_pending_done", "{\"node\":\"p2\",\"keys\":[\"a\",\"b 😀\",\"x\"]}"))
                .hasToString("{\"forgotten\":2}");
        assertThat(single(node, "kv_pending", "{\"node\":\"p2\",\"limit\":9}")).hasToString("{\"keys\":[\"a \"]}");
    }

    @Test
    void changesOfTheLongestKeysAreNotCut() throws Exception {
        List<String> requests = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            requests.add("{\"key\":\"" + "\\u0001".repeat(509) + (100 + i) + "\",\"value\":\"1\"}");
        }
        call(node, "kv_set", ProcedureCalls.array(requests));
        call(node, "kv_set", ProcedureCalls.array(requests));

        assertThat(single(node, "kv_changes", "{\"after\":0,\"limit\":9}").path("changes"))
                .hasSize(2)
                .allSatisfy(change -> assertThat(change.path("keys")).hasSize(500));
    }

    @Test
    void theStateOfAFreshNodeIsEmptyAndTheMapIsKept() throws Exception {
        assertThat(single(node, "kv_node_state", "{}"))
                .hasToString("{\"map\":null,\"memberMap\":null,\"hasMembers\":false,\"changes\":0,"
                        + "\"oldestChange\":null,\"pending\":[]}");
        String map = "[\"p1\",\"ü 😀\"]";

        assertThat(single(node, "kv_node_settle", "{\"map\":" + Jsons.write(map) + "}")
                        .path("map")
                        .textValue())
                .isEqualTo(map);

        single(node, "kv_node_settle", "{\"memberMap\":\"m\"}");
        assertThat(single(node, "kv_node_state", "{}").path("map").textValue()).isEqualTo(map);
        assertThat(single(node, "kv_node_state", "{}").path("memberMap").textValue())
                .isEqualTo("m");
        assertThat(single(node, "kv_count", "{\"limit\":9}")).hasToString("{\"keys\":0,\"next\":null}");
    }

    @Test
    void whatHasExpiredBecomesATombstoneOfTheSameVersion() throws Exception {
        write("{\"key\":\"gone\",\"op\":\"set\",\"value\":\"1\",\"type\":\"a/b\",\"ttlMs\":-1000}");
        write("{\"key\":\"stays\",\"op\":\"set\",\"value\":\"1\",\"ttlMs\":60000}");
        write("{\"key\":\"set again\",\"op\":\"set\",\"value\":\"1\",\"ttlMs\":-1000}");
        set("set again", "2");
        long version = Jsons.MAPPER.readTree(peek("gone")).path("version").longValue();
        done();

        assertThat(single(node, "kv_purge", "{\"before\":0,\"limit\":100}"))
                .hasToString("{\"expired\":1,\"purged\":0,\"more\":false}");
        assertThat(peek("gone"))
                .isEqualTo("{\"key\":\"gone\",\"version\":" + version
                        + ",\"born\":0,\"value\":null,\"type\":null,\"expires\":null}");
        assertThat(single(node, "kv_count", "{\"limit\":9}")).hasToString("{\"keys\":2,\"next\":null}");
        assertThat(single(node, "kv_purge", LATER)).hasToString("{\"expired\":0,\"purged\":1,\"more\":false}");
        assertThat(peek("gone")).isEqualTo("{\"key\":\"gone\"}");
        assertThat(Sql.query(node.owner(), "SELECT COUNT(*) FROM kv_expiry")).isEqualTo("1");
        assertThat(Sql.query(node.owner(), "SELECT COUNT(*) FROM kv_death")).isEqualTo("0");
    }

    @Test
    void aTombstoneStaysWhileSomebodyMayStillHoldTheKey() throws Exception {
        for (String key : List.of("away", "written", "young", "old")) {
            set(key, "1");
            write("{\"key\":\"" + key + "\",\"op\":\"delete\"}");
        }
        set("written", "2");
        long old = Jsons.MAPPER.readTree(peek("old")).path("version").longValue();
        set("young", "2");
        write("{\"key\":\"young\",\"op\":\"delete\"}");
        String before = "{\"before\":" + old + ",\"limit\":100}";

        // Changes as old wait for sync.
        assertThat(single(node, "kv_purge", before)).hasToString("{\"expired\":0,\"purged\":0,\"more\":false}");
        done();
        single(node, "kv_changes_done", "{\"seqs\":[],\"pending\":[{\"node\":\"p2\",\"keys\":[\"away\"]}]}");

        assertThat(single(node, "kv_purge", before)).hasToString("{\"expired\":0,\"purged\":1,\"more\":false}");
        assertThat(peek("old")).isEqualTo("{\"key\":\"old\"}");
        assertThat(peek("written")).contains("\"value\":\"2\"");
        assertThat(peek("away")).contains("\"value\":null");
        assertThat(peek("young")).contains("\"value\":null");

        single(node, "kv_pending_done", "{\"node\":\"p2\",\"keys\":[\"away\"]}");
        assertThat(single(node, "kv_purge", LATER)).hasToString("{\"expired\":0,\"purged\":2,\"more\":false}");
        assertThat(Sql.query(node.owner(), "SELECT COUNT(*) FROM kv_entry")).isEqualTo("1");
    }

    @Test
    void aPurgeStopsAtItsLimitAndSaysThatThereIsMore() throws Exception {
        for (int i = 0; i < 5; i++) {
            write("{\"key\":\"x" + i + "\",\"op\":\"set\",\"value\":\"1\",\"ttlMs\":-1000}");
        }
        done();
        String few = "{\"before\":9000000000000000,\"limit\":3}";

        assertThat(single(node, "kv_purge", few)).hasToString("{\"expired\":3,\"purged\":3,\"more\":true}");
        assertThat(single(node, "kv_purge", few)).hasToString("{\"expired\":2,\"purged\":2,\"more\":false}");
        assertThat(Sql.query(node.owner(), "SELECT COUNT(*) FROM kv_entry")).isEqualTo("0");
    }

    private static String entry(long version, long born, String value, String type, String expires) {
        return "{\"key\":\"k\",\"version\":" + version + ",\"born\":" + born + ",\"value\":" + value + ",\"type\":"
                + type + ",\"expires\":" + expires + "}";
    }

    /** All changes are with the copies. */
    private void done() throws Exception {
        List<String> seqs = new ArrayList<>();
        single(node, "kv_changes", "{\"after\":0,\"limit\":999}")
                .path("changes")
                .forEach(change -> seqs.add(change.path("seq").toString()));
        single(node, "kv_changes_done", "{\"seqs\":" + seqs + ",\"pending\":[]}");
    }

    private String peek(String key) throws Exception {
        return replies(node, "kv_peek", "[{\"key\":" + Jsons.write(key) + "}]").getFirst();
    }

    private void write(String write) throws Exception {
        single(node, "kv_write", write);
    }

    private long set(String key, String value) throws Exception {
        return single(node, "kv_set", "{\"key\":" + Jsons.write(key) + ",\"value\":" + Jsons.write(value) + "}")
                .path("version")
                .longValue();
    }
}
