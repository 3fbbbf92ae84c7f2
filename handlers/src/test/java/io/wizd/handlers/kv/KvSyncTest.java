package io.wizd.handlers.kv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wizd.budget.Memory;
import io.wizd.db.Partitions;
import io.wizd.db.testing.Eventually;
import io.wizd.handlers.kv.sync.KvSync;
import io.wizd.handlers.kv.sync.SyncProgress;
import io.wizd.handlers.kv.sync.SyncReport;
import io.wizd.protocol.ErrorCode;
import io.wizd.protocol.Json;
import io.wizd.protocol.WizdException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What sync makes of several nodes, also where it breaks off. */
@Execution(ExecutionMode.CONCURRENT)
class KvSyncTest {
    private static final long A_DAY_MS = 86_400_000;

    private final KvNodes nodes = new KvNodes("p1", "p2");

    @AfterEach
    void close() {
        nodes.close();
    }

    @Test
    void copiesEndEqualAndTheChangeLogEmpty() throws Exception {
        Partitions partitions = nodes.open(1, "p1", "p2");
        KvClient client = new KvClient(partitions, false);
        Map<String, String> expected = write(client, 300);

        SyncReport report = new KvSync(partitions, A_DAY_MS).run(SyncProgress.NONE);

        assertThat(report.settled()).isTrue();
        assertThat(report.away()).isEmpty();
        assertThat(nodes.rows("p1")).isEqualTo(nodes.rows("p2")).hasSize(300);
        assertThat(nodes.count("p1", "kv_change") + nodes.count("p2", "kv_change"))
                .isZero();
        assertThat(read(client, expected)).isEqualTo(expected);
    }

    @Test
    void aSecondRunHasNothingToDo() {
        Partitions partitions = nodes.open(1, "p1", "p2");
        write(new KvClient(partitions, false), 50);
        new KvSync(partitions, A_DAY_MS).run(SyncProgress.NONE);

        SyncReport again = new KvSync(partitions, A_DAY_MS).run(SyncProgress.NONE);

        assertThat(again).isEqualTo(new SyncReport(0, 0, 0, List.of(), true));
    }

    @Test
    void aDeleteReachesTheCopiesAndIsForgottenOnceAllHaveIt() throws Exception {
        Partitions partitions = nodes.open(1, "p1", "p2");
        KvClient client = new KvClient(partitions, false);
        client.set("a", "1");
        new KvSync(partitions, A_DAY_MS).run(SyncProgress.NONE);
        client.delete("a");

        new KvSync(partitions, A_DAY_MS).run(SyncProgress.NONE);
        assertThat(nodes.rows("p1"))
                .isEqualTo(nodes.rows("p2"))
                .singleElement()
                .asString()
                .endsWith("dead");
        new KvSync(partitions, 0).run(SyncProgress.NONE);
        new KvSync(partitions, 0).run(SyncProgress.NONE);

        assertThat(nodes.rows("p1")).isEmpty();
        assertThat(nodes.rows("p2")).isEmpty();
    }

    @Test
    void aTombstoneStaysWhileANodeLacksIt() throws Exception {
        Partitions partitions = nodes.open(1, "p1", "p2");
        KvClient client = new KvClient(partitions, false);
        String key = KvStoreTest.keyOf(partitions, "p1");
        client.set(key, "1");
        new KvSync(partitions, 0).run(SyncProgress.NONE);

        nodes.takeAway("p2", partitions);
        client.delete(key);
        assertThat(new KvSync(partitions, 0).run(SyncProgress.NONE).away()).containsExactly("p2");
        assertThat(nodes.rows("p1")).singleElement().asString().endsWith("dead");

        nodes.bringBack("p2", partitions);
        new KvSync(partitions, A_DAY_MS).run(SyncProgress.NONE);
        assertThat(nodes.rows("p2"))
                .isEqualTo(nodes.rows("p1"))
                .singleElement()
                .asString()
                .endsWith("dead");
    }

    @Test
    void aNodeThatLostEverythingIsFilledFromTheCopies() throws Exception {
        Partitions before = nodes.open(1, "p1", "p2");
        Map<String, String> expected = write(new KvClient(before, false), 300);
        new KvSync(before, A_DAY_MS).run(SyncProgress.NONE);
        nodes.lose("p2");

        Partitions partitions = nodes.open(1, "p1", "p2");
        KvClient client = new KvClient(partitions, false);
        assertThat(read(client, expected)).isEqualTo(expected);
        assertThat(new KvSync(partitions, A_DAY_MS).run(SyncProgress.NONE).settled())
                .isTrue();

        assertThat(read(client, expected)).isEqualTo(expected);
        assertThat(nodes.rows("p2")).isEqualTo(nodes.rows("p1")).hasSize(300);
    }

    @Test
    void largeValuesTravelToo() throws Exception {
        Partitions partitions = nodes.open(1, "p1", "p2");
        KvClient client = new KvClient(partitions, false);
        client.set("large", "\"" + "x".repeat(3 << 20) + "\"");
        client.set("small", "1");

        new KvSync(partitions, A_DAY_MS).run(SyncProgress.NONE);

        assertThat(nodes.rows("p1")).isEqualTo(nodes.rows("p2")).hasSize(2);
    }

    @Test
    void everyKeyIsThereWhileANodeJoinsAndWhileItLeaves() throws Exception {
        KvClient before = new KvClient(nodes.open(0, "p1", "p2"), false);
        Map<String, String> expected = write(before, 2_000);
        nodes.add("p3");

        Partitions three = nodes.open(0, "p1", "p2", "p3");
        assertThat(three.isSettled()).isFalse();
        KvClient during = new KvClient(three, false);
        assertThat(read(during, expected)).isEqualTo(expected);
        AtomicInteger batches = new AtomicInteger();
        new KvSync(three, A_DAY_MS).run((node, step, done) -> {
            batches.incrementAndGet();
            assertThat(read(during, expected)).as("during %s on %s", step, node).isEqualTo(expected);
            assertThat(during.list("", 400))
                    .as("listed during %s on %s", step, node)
                    .hasSize(2_000);
        });
        assertThat(batches).hasPositiveValue();
        assertThat(three.isSettled()).isTrue();
        assertThat(nodes.count("p3", "kv_entry")).isBetween(500L, 850L);
        assertThat(nodes.count("p1", "kv_entry") + nodes.count("p2", "kv_entry") + nodes.count("p3", "kv_entry"))
                .isEqualTo(2_000);

        Partitions leaving = nodes.open(0, List.of("p1", "p2"), List.of("p3"));
        KvClient meanwhile = new KvClient(leaving, false);
        assertThat(read(meanwhile, expected)).isEqualTo(expected);
        new KvSync(leaving, A_DAY_MS)
                .run((node, step, done) -> assertThat(read(meanwhile, expected))
                        .as("during %s on %s", step, node)
                        .isEqualTo(expected));

        assertThat(nodes.count("p3", "kv_entry")).isZero();
        KvClient after = new KvClient(nodes.open(0, "p1", "p2"), false);
        assertThat(read(after, expected)).isEqualTo(expected);
    }

    /** Before a key is written that moves, what an earlier owner has of it is brought: hundreds of large ones fit into no memory. */
    @Test
    void aLargeValueIsBroughtOnceThereIsMemoryForIt() throws Exception {
        new KvClient(nodes.open(0, "p1"), false).set("large", "\"" + "x".repeat(3 << 20) + "\"");
        Partitions moving = nodes.open(0, List.of("p2"), List.of("p1"));
        assertThat(moving.isSettled()).isFalse();
        Memory memory = Memory.of(1 << 20, 8 << 20);
        memory.large().takeAnyway(4 << 20);

        CompletableFuture<Json> written =
                new KvClient(moving, false).set("large", "1", memory.forClient().forRequest());
        Eventually.await("it waits for memory", () -> memory.large().waiting() == 1);
        assertThat(written).isNotDone();
        memory.large().give(4 << 20);
        assertThat(written.get().toString()).as("it was there before").contains("\"created\":false");
    }

    @Test
    void whatIsWrittenWhileKeysMoveIsKept() throws Exception {
        Map<String, String> expected = write(new KvClient(nodes.open(1, "p1", "p2"), false), 600);
        nodes.add("p3");
        Partitions three = nodes.open(1, "p1", "p2", "p3");
        KvClient client = new KvClient(three, false);
        AtomicInteger next = new AtomicInteger();

        new KvSync(three, A_DAY_MS).run((node, step, done) -> {
            for (int i = 0; i < 20; i++) {
                String key = "key-" + next.get() * 7 % 600;
                String value = "\"new " + next.getAndIncrement() + "\"";
                long version = client.set(key, value);
                assertThat(client.get(key)).isEqualTo(new KvClient.Entry(value, version, false));
                expected.put(key, value);
            }
        });
        new KvSync(three, A_DAY_MS).run(SyncProgress.NONE);

        assertThat(read(client, expected)).isEqualTo(expected);
        assertThat(nodes.count("p1", "kv_entry") + nodes.count("p2", "kv_entry") + nodes.count("p3", "kv_entry"))
                .isEqualTo(2 * 600);
    }

    @Test
    void conditionsSeeWhatHasNotMovedYet() {
        Partitions two = nodes.open(0, "p1", "p2");
        nodes.add("p3");
        Partitions three = nodes.open(0, "p1", "p2", "p3");
        String key = KvStoreTest.keyOf(three, "p3");
        long old = new KvClient(two, false).set(key, "1");
        KvClient client = new KvClient(three, false);

        assertThatThrownBy(() -> client.write(KvWrite.Operation.CREATE, key, "2", null))
                .isInstanceOfSatisfying(
                        WizdException.class, e -> assertThat(e.fault().code()).isEqualTo(ErrorCode.KEY_EXISTS));
        long updated = client.write(KvWrite.Operation.UPDATE, key, "2", Long.toString(old))
                .version();

        assertThat(updated).isGreaterThan(old);
        client.delete(key);
        assertThatThrownBy(() -> client.get(key)).hasMessageContaining("no such key");
        new KvSync(three, A_DAY_MS).run(SyncProgress.NONE);
        assertThatThrownBy(() -> client.get(key)).hasMessageContaining("no such key");
    }

    /** Wherever a run breaks off, the next one comes to the same end. */
    @Test
    void aRunThatBreaksOffAnywhereIsOnlyRepeated() throws Exception {
        Map<String, String> expected = write(new KvClient(nodes.open(1, "p1", "p2"), false), 1_200);
        nodes.add("p3");
        Partitions three = nodes.open(1, "p1", "p2", "p3");
        KvClient client = new KvClient(three, false);
        KvSync sync = new KvSync(three, A_DAY_MS);

        boolean finished = false;
        int crashes = 0;
        while (!finished) {
            AtomicInteger batchesLeft = new AtomicInteger(crashes);
            try {
                sync.run((node, step, done) -> {
                    if (batchesLeft.getAndDecrement() == 0) {
                        throw WizdException.of(ErrorCode.STOPPING, "killed here");
                    }
                });
                finished = true;
            } catch (WizdException e) {
                assertThat(e).hasMessage("killed here");
                crashes++;
                assertThat(read(client, expected)).as("after crash %d", crashes).isEqualTo(expected);
            }
        }

        assertThat(crashes).isGreaterThan(5);
        assertThat(three.isSettled()).isTrue();
        assertThat(read(client, expected)).isEqualTo(expected);
        assertThat(nodes.count("p1", "kv_entry") + nodes.count("p2", "kv_entry") + nodes.count("p3", "kv_entry"))
                .isEqualTo(2 * 1_200);
    }

    private static Map<String, String> write(KvClient client, int count) {
        Map<String, String> expected = new TreeMap<>();
        for (int i = 0; i < count; i++) {
            expected.put("key-" + i, "{\"n\":" + i + "}");
        }
        client.setAll(expected);
        return expected;
    }

    private static Map<String, String> read(KvClient client, Map<String, String> expected) {
        return client.getAll(expected.keySet());
    }
}
