package io.wizd.handlers;

import static io.wizd.handlers.ProcedureCalls.array;
import static io.wizd.handlers.ProcedureCalls.call;
import static io.wizd.handlers.ProcedureCalls.replies;
import static io.wizd.handlers.ProcedureCalls.single;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.wizd.db.testing.TestDatabase;
import io.wizd.handlers.ProcedureCalls.Row;
import io.wizd.protocol.ErrorCode;
import io.wizd.protocol.Jsons;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Setting and getting keys, called as the server's account may, with what only a batch can show. */
@ParameterizedClass
@MethodSource("io.wizd.db.testing.TestServers#freshPartitions")
@SuppressWarnings("NullAway.Init") // JUnit sets the field before each test
class KvProceduresTest {
    @Parameter
    TestDatabase partition;

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
        assertThat(replies.get(keys.indexOf("😀"))).startsWith("{\"key\":\"😀\",");
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
    void inOneSetEachKeyHasItsOwnVersionAndSaysItselfWhetherItWasMade() throws Exception {
        write("{\"key\":\"mix-3\",\"op\":\"set\",\"value\":\"1\"}");
        write("{\"key\":\"mix-5\",\"op\":\"set\",\"value\":\"1\"}");
        write("{\"key\":\"mix-5\",\"op\":\"delete\"}");
        long ahead = 9_000_000_000_000_000L;
        single(partition, "kv_apply", "{\"key\":\"mix-4\",\"value\":\"1\",\"born\":1,\"version\":" + ahead + "}");

        List<Row> rows = call(
                partition,
                "kv_set",
                array(Stream.of(7, 2, 5, 0, 4, 3, 1, 6)
                        .map(i -> "{\"key\":\"mix-" + i + "\",\"value\":\"2\"}")
                        .toList()));

        assertThat(rows)
                .extracting(row -> row.reply().path("created").booleanValue())
                .containsExactly(true, true, true, true, false, false, true, true);
        assertThat(rows)
                .extracting(row -> row.reply().path("key").textValue())
                .containsExactly("mix-7", "mix-2", "mix-5", "mix-0", "mix-4", "mix-3", "mix-1", "mix-6");
        assertThat(rows.get(4).reply().path("version").longValue()).isEqualTo(ahead + 1);
        for (Row row : rows) {
            String key = row.reply().path("key").toString();
            assertThat(single(partition, "kv_get", "{\"key\":" + key + "}").path("version"))
                    .isEqualTo(row.reply().path("version"));
        }
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

    private List<Boolean> created(String procedure, String requests) throws Exception {
        return call(partition, procedure, requests).stream()
                .map(row -> row.reply().path("created").booleanValue())
                .toList();
    }

    private JsonNode write(String write) throws Exception {
        return single(partition, "kv_write", write);
    }
}
