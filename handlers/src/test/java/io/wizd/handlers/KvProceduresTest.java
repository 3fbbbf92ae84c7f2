package io.wizd.handlers;

import static io.wizd.handlers.ProcedureCalls.array;
import static io.wizd.handlers.ProcedureCalls.call;
import static io.wizd.handlers.ProcedureCalls.replies;
import static io.wizd.handlers.ProcedureCalls.single;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.wizd.db.Schema;
import io.wizd.db.testing.Sql;
import io.wizd.db.testing.TestDatabase;
import io.wizd.db.testing.TestServer;
import io.wizd.handlers.ProcedureCalls.Row;
import io.wizd.protocol.ErrorCode;
import io.wizd.protocol.Jsons;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Reading and writing keys, called as the server's account may, with what only a batch can show. */
@ParameterizedClass
@MethodSource("io.wizd.db.testing.TestServers#all")
@SuppressWarnings("NullAway.Init") // the fields are set before each round of tests
class KvProceduresTest {
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
    void aSetSaysWhetherTheKeyWasMade() throws Exception {
        String set = "[{\"key\":\"made-1\",\"value\":\"1\"},{\"key\":\"made-2\",\"value\":\"1\"}]";
        assertThat(created("kv_set", set)).containsExactly(true, true);
        assertThat(created("kv_set", set)).containsExactly(false, false);

        write("{\"key\":\"made-1\",\"op\":\"delete\"}");
        write("{\"key\":\"made-2\",\"op\":\"set\",\"value\":\"1\",\"ttlMs\":-1}");

        assertThat(created("kv_set", set)).containsExactly(true, true);
        assertThat(created("kv_set", set)).containsExactly(false, false);
    }

    @Test
    void bytesKeepTheirTypeUntilAValueIsSet() throws Exception {
        single(partition, "kv_set", "{\"key\":\"bytes\",\"value\":\"AAEC/w==\",\"type\":\"image/png; a=\\\"b\\\"\"}");

        JsonNode bytes = single(partition, "kv_get", "{\"key\":\"bytes\"}");
        assertThat(bytes.path("value").textValue()).isEqualTo("AAEC/w==");
        assertThat(bytes.path("contentType").textValue()).isEqualTo("image/png; a=\"b\"");

        single(partition, "kv_set", "{\"key\":\"bytes\",\"value\":\"[1]\"}");
        assertThat(single(partition, "kv_get", "{\"key\":\"bytes\"}").has("contentType"))
                .isFalse();
    }

    @Test
    void aBatchOfMixedOutcomesIsAnsweredInOrder() throws Exception {
        single(partition, "kv_set", "{\"key\":\"m-there\",\"value\":\"1\"}");
        single(partition, "kv_set", "{\"key\":\"m-gone\",\"value\":\"1\"}");

        List<Row> rows = call(partition, "kv_write", """
                [{"key":"m-z","op":"create","value":"1"},
                 {"key":"m-there","op":"create","value":"2"},
                 {"key":"m-none","op":"update","value":"3"},
                 {"key":"m-gone","op":"delete"},
                 {"key":"m-none2","op":"delete"},
                 {"key":"m-a","op":"set","value":"4"}]
                """);

        assertThat(rows)
                .extracting(Row::status)
                .containsExactly(
                        0, ErrorCode.KEY_EXISTS.id(), ErrorCode.KEY_NOT_FOUND.id(), 0, ErrorCode.KEY_NOT_FOUND.id(), 0);
        assertThat(rows.get(1).reply().path("Description").textValue()).isEqualTo("the key is there: m-there");
        assertThat(rows.get(3).reply().path("created").booleanValue()).isFalse();
        assertThat(rows.get(5).reply().path("created").booleanValue()).isTrue();
        assertThat(keys("{\"prefix\":\"m-\",\"limit\":99}")).containsExactly("m-a", "m-there", "m-z");
        // What was refused left no row behind, not even a dead one.
        assertThat(keys("{\"prefix\":\"m-\",\"limit\":99,\"dead\":true}"))
                .containsExactly("m-a", "m-gone", "m-there", "m-z");
        assertThat(single(partition, "kv_get", "{\"key\":\"m-there\"}")
                        .path("value")
                        .intValue())
                .isEqualTo(1);
    }

    @Test
    void conditionsAreAskedBeforeAnythingElse() throws Exception {
        long version = single(partition, "kv_set", "{\"key\":\"c\",\"value\":\"1\"}")
                .path("version")
                .longValue();
        String there = "{\"key\":\"c\",\"op\":\"%s\",\"value\":\"1\",%s}";
        String absent = there.replace("\"c\"", "\"c-none\"");
        int failed = ErrorCode.PRECONDITION_FAILED.id();

        assertThat(status(there.formatted("set", "\"exists\":false"))).isEqualTo(failed);
        assertThat(status(there.formatted("create", "\"exists\":false"))).isEqualTo(failed);
        assertThat(status(there.formatted("create", "\"exists\":true"))).isEqualTo(ErrorCode.KEY_EXISTS.id());
        assertThat(status(there.formatted("set", "\"versions\":[0," + (version - 1) + "," + (version + 1) + "]")))
                .isEqualTo(failed);
        assertThat(status(there.formatted("set", "\"versions\":[]"))).isEqualTo(failed);
        assertThat(status(there.formatted("set", "\"notVersions\":[3," + version + "]")))
                .isEqualTo(failed);
        assertThat(status(absent.formatted("set", "\"exists\":true"))).isEqualTo(failed);
        assertThat(status(absent.formatted("delete", "\"exists\":true"))).isEqualTo(failed);
        assertThat(status(absent.formatted("set", "\"versions\":[0]"))).isEqualTo(failed);
        assertThat(status(absent.formatted("update", "\"notVersions\":[0]"))).isEqualTo(ErrorCode.KEY_NOT_FOUND.id());
        assertThat(single(partition, "kv_get", "{\"key\":\"c\"}")
                        .path("version")
                        .longValue())
                .isEqualTo(version);

        assertThat(status(there.formatted("update", "\"versions\":[3," + version + "],\"notVersions\":[3]")))
                .isZero();
        assertThat(status(there.formatted("delete", "\"exists\":true"))).isZero();
        assertThat(status(there.formatted("set", "\"versions\":[" + version + "]")))
                .isEqualTo(failed);
        assertThat(status(there.formatted("create", "\"exists\":false,\"notVersions\":[0]")))
                .isZero();
    }

    @Test
    void aKeyIsMadeAgainOverATombstoneAndAVersionStillGrows() throws Exception {
        write("{\"key\":\"again\",\"op\":\"create\",\"value\":\"1\"}");
        long deleted =
                write("{\"key\":\"again\",\"op\":\"delete\"}").path("version").longValue();
        assertThat(status("{\"key\":\"again\",\"op\":\"delete\"}")).isEqualTo(ErrorCode.KEY_NOT_FOUND.id());

        JsonNode made = write("{\"key\":\"again\",\"op\":\"create\",\"value\":\"2\"}");

        assertThat(made.path("created").booleanValue()).isTrue();
        assertThat(made.path("version").longValue()).isGreaterThan(deleted);
        JsonNode updated = write("{\"key\":\"again\",\"op\":\"update\",\"value\":\"3\"}");
        assertThat(updated.path("created").booleanValue()).isFalse();
        JsonNode entry = single(partition, "kv_peek", "{\"key\":\"again\"}");
        assertThat(entry.path("born").longValue())
                .isEqualTo(made.path("version").longValue());
        assertThat(entry.path("version").longValue())
                .isEqualTo(updated.path("version").longValue());
    }

    @Test
    void whatHasExpiredIsAbsentEverywhere() throws Exception {
        write("{\"key\":\"x-old\",\"op\":\"set\",\"value\":\"1\",\"ttlMs\":-1}");
        write("{\"key\":\"x-new\",\"op\":\"set\",\"value\":\"1\",\"ttlMs\":60000}");
        write("{\"key\":\"x-kept\",\"op\":\"set\",\"value\":\"1\",\"ttlMs\":60000}");
        single(partition, "kv_set", "{\"key\":\"x-kept\",\"value\":\"1\"}");

        assertThat(call(partition, "kv_get", "[{\"key\":\"x-old\"}]").getFirst().status())
                .isEqualTo(ErrorCode.KEY_NOT_FOUND.id());
        assertThat(single(partition, "kv_get", "{\"key\":\"x-new\"}")
                        .path("expires")
                        .longValue())
                .isBetween(System.currentTimeMillis(), System.currentTimeMillis() + 60_000);
        assertThat(single(partition, "kv_get", "{\"key\":\"x-kept\"}").has("expires"))
                .isFalse();
        assertThat(keys("{\"prefix\":\"x-\",\"limit\":9}")).containsExactly("x-kept", "x-new");
        assertThat(keys("{\"prefix\":\"x-\",\"limit\":9,\"dead\":true}")).containsExactly("x-kept", "x-new", "x-old");
        assertThat(status("{\"key\":\"x-old\",\"op\":\"update\",\"value\":\"1\"}"))
                .isEqualTo(ErrorCode.KEY_NOT_FOUND.id());
        assertThat(status("{\"key\":\"x-old\",\"op\":\"set\",\"value\":\"1\",\"exists\":true}"))
                .isEqualTo(ErrorCode.PRECONDITION_FAILED.id());
        assertThat(write("{\"key\":\"x-old\",\"op\":\"create\",\"value\":\"1\"}")
                        .path("created")
                        .booleanValue())
                .isTrue();
    }

    @Test
    void aListGoesByTheBytesOfKeysWhateverStandsInThePrefix() throws Exception {
        List<String> keys = List.of(
                "l/",
                "l/ ",
                "l/!",
                "l/%",
                "l/%a",
                "l/A",
                "l/_",
                "l/_b",
                "l/a",
                "l/a ",
                "l/b",
                "l/\\",
                "l/\\x",
                "l/ä",
                "l/\uffff",
                "l/😀",
                "l/😀z");
        List<String> sorted = new ArrayList<>(keys);
        sorted.sort((a, b) -> Arrays.compareUnsigned(a.getBytes(UTF_8), b.getBytes(UTF_8)));
        call(
                partition,
                "kv_set",
                array(keys.stream()
                        .map(key -> "{\"key\":" + Jsons.write(key) + ",\"value\":\"1\"}")
                        .toList()));

        assertThat(keys("{\"prefix\":\"l/\",\"limit\":99}")).isEqualTo(sorted);
        for (String prefix : List.of("l/%", "l/_", "l/\\", "l/a", "l/A", "l/ ", "l/😀", "l/\uffff", "l/zzz")) {
            assertThat(keys("{\"prefix\":" + Jsons.write(prefix) + ",\"limit\":99}"))
                    .isEqualTo(sorted.stream()
                            .filter(key -> key.startsWith(prefix))
                            .toList());
        }
        List<String> paged = new ArrayList<>();
        for (String after = "l"; ; after = paged.getLast()) {
            List<String> page = keys("{\"prefix\":\"l/\",\"after\":" + Jsons.write(after) + ",\"limit\":4}");
            paged.addAll(page);
            if (page.size() < 4) {
                break;
            }
        }
        assertThat(paged).isEqualTo(sorted);
        assertThat(keys("{\"prefix\":\"l/b\",\"after\":\"l/z\",\"limit\":9}")).isEmpty();
        assertThat(keys("{\"after\":\"l\",\"limit\":1}")).containsExactly("l/");
    }

    @Test
    void aPageOfTheLongestKeysIsNotCut() throws Exception {
        List<String> keys = IntStream.range(0, 1_000)
                .mapToObj(i -> "\u0001".repeat(508) + String.format("%04d", i))
                .toList();
        call(
                partition,
                "kv_set",
                array(keys.stream()
                        .map(key -> "{\"key\":" + Jsons.write(key) + ",\"value\":\"1\"}")
                        .toList()));

        assertThat(keys("{\"prefix\":\"\\u0001\",\"limit\":1000}")).isEqualTo(keys);
        try (Connection connection = partition.app().connect();
                Statement statement = connection.createStatement()) {
            String before = maxLen(statement);
            statement.execute("CALL kv_list('[{\"limit\":1}]')");
            assertThat(maxLen(statement)).isEqualTo(before);
        }
    }

    @Test
    void aListReadsNoMoreRowsThanItGives() throws Exception {
        Sql.execute(
                partition.owner(),
                "INSERT INTO kv_entry (k, v, version) WITH RECURSIVE n (i) AS"
                        + " (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 900)"
                        + " SELECT CONCAT('many/', LPAD(i, 5, '0')), '1', 1 FROM n");
        try (Connection connection = partition.app().connect();
                Statement statement = connection.createStatement()) {
            long before = rowsRead(statement);
            statement.execute("CALL kv_list('[{\"prefix\":\"many/\",\"after\":\"many/00400\",\"limit\":5}]')");
            assertThat(rowsRead(statement) - before).isBetween(5L, 20L);
        }
    }

    private static long rowsRead(Statement statement) throws SQLException {
        long read = 0;
        try (ResultSet rows = statement.executeQuery("SHOW SESSION STATUS LIKE 'Handler_read_%'")) {
            while (rows.next()) {
                // Temporary tables, as that of the page itself, are not read by key.
                read += rows.getString(1).contains("_rnd") ? 0 : rows.getLong(2);
            }
        }
        return read;
    }

    private static String maxLen(Statement statement) throws SQLException {
        try (ResultSet rows = statement.executeQuery("SELECT @@SESSION.group_concat_max_len")) {
            rows.next();
            return rows.getString(1);
        }
    }

    private static List<Boolean> created(String procedure, String requests) throws Exception {
        return call(partition, procedure, requests).stream()
                .map(row -> row.reply().path("created").booleanValue())
                .toList();
    }

    private static int status(String write) throws Exception {
        return call(partition, "kv_write", "[" + write + "]").getFirst().status();
    }

    private static JsonNode write(String write) throws Exception {
        return single(partition, "kv_write", write);
    }

    private static List<String> keys(String query) throws Exception {
        List<String> keys = new ArrayList<>();
        single(partition, "kv_list", query)
                .path("keys")
                .forEach(entry -> keys.add(entry.path("key").textValue()));
        return keys;
    }
}
