package io.wizd.handlers;

import static io.wizd.handlers.ProcedureCalls.call;
import static io.wizd.handlers.ProcedureCalls.single;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.wizd.db.testing.TestDatabase;
import io.wizd.handlers.ProcedureCalls.Row;
import io.wizd.protocol.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Writes that ask first: create, update, delete, conditions and time to live. */
@ParameterizedClass
@MethodSource("io.wizd.db.testing.TestServers#freshPartitions")
@SuppressWarnings("NullAway.Init") // JUnit sets the field before each test
class KvWriteProceduresTest {
    @Parameter
    TestDatabase partition;

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

    /** As where a server dies before it can tell, and its client sends the same again. */
    @Test
    void aRequestSentAgainIsAnsweredAsTheFirstTimeAndWritesNothing() throws Exception {
        single(partition, "kv_set", "{\"key\":\"o-there\",\"value\":\"1\"}");
        single(partition, "kv_set", "{\"key\":\"o-gone\",\"value\":\"1\"}");
        String batch = """
                [{"key":"o-made","op":"create","value":"1","request":"o1"},
                 {"key":"o-there","op":"create","value":"2","request":"o2"},
                 {"key":"o-gone","op":"delete","request":"o3"},
                 {"key":"o-none","op":"update","value":"4","request":"o4"},
                 {"key":"o-set","op":"set","value":"5","request":"o5"}]
                """;
        List<Row> first = call(partition, "kv_write", batch);
        write("{\"key\":\"o-set\",\"op\":\"set\",\"value\":\"6\"}");
        write("{\"key\":\"o-gone\",\"op\":\"create\",\"value\":\"6\"}");
        write("{\"key\":\"o-made\",\"op\":\"delete\",\"value\":\"6\"}");
        write("{\"key\":\"o-none\",\"op\":\"create\",\"value\":\"6\"}");

        List<Row> again = call(partition, "kv_write", batch);

        assertThat(first)
                .extracting(Row::status)
                .containsExactly(0, ErrorCode.KEY_EXISTS.id(), 0, ErrorCode.KEY_NOT_FOUND.id(), 0);
        assertThat(again).isEqualTo(first);
        assertThat(keys("{\"prefix\":\"o-\",\"limit\":99}")).containsExactly("o-gone", "o-none", "o-set", "o-there");
        assertThat(single(partition, "kv_get", "{\"key\":\"o-set\"}")
                        .path("value")
                        .intValue())
                .isEqualTo(6);
        assertThat(status("{\"key\":\"o-made\",\"op\":\"create\",\"value\":\"1\",\"request\":\"o6\"}"))
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

    private int status(String write) throws Exception {
        return call(partition, "kv_write", "[" + write + "]").getFirst().status();
    }

    private JsonNode write(String write) throws Exception {
        return single(partition, "kv_write", write);
    }

    private List<String> keys(String query) throws Exception {
        List<String> keys = new ArrayList<>();
        single(partition, "kv_list", query)
                .path("keys")
                .forEach(entry -> keys.add(entry.path("key").textValue()));
        return keys;
    }
}
