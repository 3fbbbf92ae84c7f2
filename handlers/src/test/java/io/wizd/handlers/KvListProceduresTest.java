package io.wizd.handlers;

import static io.wizd.handlers.ProcedureCalls.array;
import static io.wizd.handlers.ProcedureCalls.call;
import static io.wizd.handlers.ProcedureCalls.single;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.wizd.db.testing.Sql;
import io.wizd.db.testing.TestDatabase;
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
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Lists: the order of keys, pages, and what a page costs. */
@ParameterizedClass
@MethodSource("io.wizd.db.testing.TestServers#freshPartitions")
@SuppressWarnings("NullAway.Init") // JUnit sets the field before each test
class KvListProceduresTest {
    @Parameter
    TestDatabase partition;

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

    @Test
    void tombstonesCountAsRowsThatArePassed() throws Exception {
        Sql.execute(
                partition.owner(),
                "INSERT INTO kv_entry (k, v, version, expires) WITH RECURSIVE n (i) AS"
                        + " (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 900)"
                        + " SELECT CONCAT('dead/', LPAD(i, 5, '0')), NULL, 1, 0 FROM n");
        call(partition, "kv_set", array(List.of("{\"key\":\"dead/00003a\",\"value\":\"1\"}")));
        String walk = "{\"prefix\":\"dead/\",\"after\":\"%s\",\"limit\":5}";
        try (Connection connection = partition.app().connect();
                Statement statement = connection.createStatement()) {
            long before = rowsRead(statement);
            statement.execute("CALL kv_list('[" + walk.formatted("dead/00400") + "]')");
            assertThat(rowsRead(statement) - before).isBetween(5L, 20L);
        }

        assertThat(single(partition, "kv_list", walk.formatted("dead/00400")))
                .hasToString("{\"keys\":[],\"next\":\"dead/00405\"}");
        assertThat(single(partition, "kv_list", walk.formatted("dead/00897")))
                .hasToString("{\"keys\":[],\"next\":null}");
        assertThat(keys(walk.formatted("dead/00001"))).containsExactly("dead/00003a");
        assertThat(single(partition, "kv_count", "{\"after\":\"dead/00001\",\"limit\":5}"))
                .hasToString("{\"keys\":1,\"next\":\"dead/00005\"}");
        assertThat(single(partition, "kv_count", "{\"after\":\"dead/00898\",\"limit\":5}"))
                .hasToString("{\"keys\":0,\"next\":null}");
    }

    private long rowsRead(Statement statement) throws SQLException {
        long read = 0;
        try (ResultSet rows = statement.executeQuery("SHOW SESSION STATUS LIKE 'Handler_read_%'")) {
            while (rows.next()) {
                // Temporary tables, as that of the page itself, are not read by key.
                read += rows.getString(1).contains("_rnd") ? 0 : rows.getLong(2);
            }
        }
        return read;
    }

    private String maxLen(Statement statement) throws SQLException {
        try (ResultSet rows = statement.executeQuery("SELECT @@SESSION.group_concat_max_len")) {
            rows.next();
            return rows.getString(1);
        }
    }

    private List<String> keys(String query) throws Exception {
        List<String> keys = new ArrayList<>();
        single(partition, "kv_list", query)
                .path("keys")
                .forEach(entry -> keys.add(entry.path("key").textValue()));
        return keys;
    }
}
