package io.wizd.handlers;

import static io.wizd.handlers.ProcedureCalls.array;
import static io.wizd.handlers.ProcedureCalls.call;
import static io.wizd.handlers.ProcedureCalls.replies;
import static io.wizd.handlers.ProcedureCalls.single;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.wizd.db.Schema;
import io.wizd.db.testing.Proof;
import io.wizd.db.testing.TestDatabase;
import io.wizd.db.testing.TestServer;
import io.wizd.handlers.ProcedureCalls.Row;
import io.wizd.protocol.ErrorCode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Writers that meet at the same keys, and the largest values. A deadlock would show as an SQLException. */
@ParameterizedClass
@MethodSource("io.wizd.db.testing.TestServers#all")
@SuppressWarnings("NullAway.Init") // the fields are set before each round of tests
class KvRacesTest {
    private static final int WRITERS = 6;
    private static final String BYTES = "QUJD";
    private static final String TEXT = "\\\"";

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
    void incrementsByCompareAndSetAreAllCounted() throws Exception {
        int each = 25;
        single(partition, "kv_set", "{\"key\":\"sum\",\"value\":\"0\"}");

        together(writer -> {
            for (int done = 0; done < each; ) {
                JsonNode now = single(partition, "kv_get", "{\"key\":\"sum\"}");
                String write = "[{\"key\":\"sum\",\"op\":\"update\",\"value\":\""
                        + (now.path("value").intValue() + 1) + "\",\"versions\":[" + now.path("version") + "]}]";
                int status = call(partition, "kv_write", write).getFirst().status();
                assertThat(status).isIn(0, ErrorCode.PRECONDITION_FAILED.id());
                done += status == 0 ? 1 : 0;
            }
        });

        assertThat(single(partition, "kv_get", "{\"key\":\"sum\"}")
                        .path("value")
                        .intValue())
                .isEqualTo(WRITERS * each);
    }

    @Test
    void ofManyWhoMakeAKeyOneDoes() throws Exception {
        int keys = 40;
        List<String> made = Collections.synchronizedList(new ArrayList<>());

        together(writer -> {
            for (int round = 0; round < 5; round++) {
                List<String> order = shuffled(keys, "new-" + round + "-", writer);
                List<Row> rows = call(partition, "kv_write", batch(order, "\"op\":\"create\",\"value\":\"1\""));
                for (int i = 0; i < order.size(); i++) {
                    if (rows.get(i).status() == 0) {
                        made.add(order.get(i));
                    } else {
                        assertThat(rows.get(i).status()).isEqualTo(ErrorCode.KEY_EXISTS.id());
                    }
                }
            }
        });

        assertThat(made).doesNotHaveDuplicates().hasSize(5 * keys);
    }

    @Test
    void batchesOverTheSameKeysInAnyOrderNeitherDeadlockNorLoseAWrite() throws Exception {
        int keys = 30;
        int rounds = 30;
        List<String> ops = List.of(
                "\"op\":\"set\",\"value\":\"1\"",
                "\"op\":\"delete\"",
                "\"op\":\"create\",\"value\":\"2\",\"ttlMs\":60000",
                "\"op\":\"update\",\"value\":\"3\"");
        List<String> versions = Collections.synchronizedList(new ArrayList<>());

        together(writer -> {
            Random random = new Random(writer);
            for (int round = 0; round < rounds; round++) {
                List<String> order = shuffled(keys, "same-", 100 * writer + round);
                List<Row> rows = writer % 3 == 0
                        ? call(partition, "kv_set", batch(order, "\"value\":\"4\""))
                        : call(partition, "kv_write", batch(order, ops.get(random.nextInt(ops.size()))));
                for (Row row : rows) {
                    if (row.status() == 0) {
                        versions.add(row.reply().path("key").textValue() + " "
                                + row.reply().path("version"));
                    }
                }
            }
        });

        // A write that was lost would have shared its version with the one that replaced it.
        assertThat(versions).doesNotHaveDuplicates();
        for (String key : shuffled(keys, "same-", 0)) {
            String last = versions.stream()
                    .filter(version -> version.startsWith(key + " "))
                    .max(String::compareTo)
                    .orElseThrow();
            assertThat(single(partition, "kv_peek", "{\"key\":\"" + key + "\"}")
                            .path("version")
                            .toString())
                    .isEqualTo(last.substring(last.indexOf(' ') + 1));
        }
    }

    /**
     * 16 MiB of bytes as base64, and 16 MiB of JSON text, each character of which is escaped on the way. In the build either
     * goes one of the ways in and the text alone, which is the longer one, goes on to a copy.
     */
    @ParameterizedTest
    @ValueSource(strings = {BYTES, TEXT})
    void sixteenMebibytesAreKeptAndTravel(String part) throws Exception {
        boolean bytes = part.equals(BYTES);
        String value = bytes ? part.repeat((16 << 20) / 3 + 1) : part.repeat((16 << 20) / 2 - 1);
        String text = bytes ? value : "\\\"" + value.replace("\\", "\\\\").replace("\"", "\\\"") + "\\\"";
        String request = "{\"key\":\"large\",\"value\":\"" + text + "\"" + (bytes ? ",\"type\":\"a/b\"" : "");
        if (!bytes || Proof.isFullLength()) {
            single(partition, "kv_set", request + "}");
            assertLarge(value);
        }
        if (bytes || Proof.isFullLength()) {
            single(partition, "kv_write", request + ",\"op\":\"set\",\"ttlMs\":60000}");
            assertLarge(value);
        }
        if (!bytes || Proof.isFullLength()) {
            assertTravels();
        }
    }

    private void assertTravels() throws Exception {
        String entry = replies(partition, "kv_peek", "[{\"key\":\"large\"}]").getFirst();
        try (TestDatabase copy = server.freshDatabase(Schema.PARTITION)) {
            assertThat(single(copy, "kv_apply", entry).path("applied").booleanValue())
                    .isTrue();
            assertThat(replies(copy, "kv_peek", "[{\"key\":\"large\"}]")
                            .getFirst()
                            .equals(entry))
                    .isTrue();
        }
    }

    /** Not isEqualTo: a failure would print 22 MB. */
    private static void assertLarge(String value) throws Exception {
        assertThat(replies(partition, "kv_get", "[{\"key\":\"large\"}]"))
                .singleElement()
                .isIn("{\"large\":" + value.length() + "}", "{\"large\":" + (value.length() + "\"\"".length()) + "}");
        String reply =
                replies(partition, "kv_get_large", "[{\"key\":\"large\"}]").getFirst();
        assertThat(reply.contains(",\"value\":\"" + value + "\",")).isTrue();
    }

    private static List<String> shuffled(int count, String prefix, long seed) {
        List<String> keys = new ArrayList<>(
                IntStream.range(0, count).mapToObj(i -> prefix + i).toList());
        Collections.shuffle(keys, new Random(seed));
        return keys;
    }

    private static String batch(List<String> keys, String rest) {
        return array(keys.stream()
                .map(key -> "{\"key\":\"" + key + "\"," + rest + "}")
                .toList());
    }

    private interface Work {
        void run(int writer) throws Exception;
    }

    private static void together(Work work) throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(WRITERS)) {
            List<Callable<Boolean>> writers = IntStream.range(0, WRITERS)
                    .<Callable<Boolean>>mapToObj(writer -> () -> {
                        work.run(writer);
                        return true;
                    })
                    .toList();
            for (Future<Boolean> writer : threads.invokeAll(writers)) {
                writer.get();
            }
        }
    }
}
