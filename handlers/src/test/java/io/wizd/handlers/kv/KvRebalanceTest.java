package io.wizd.handlers.kv;

import static org.assertj.core.api.Assertions.assertThat;

import io.wizd.db.Partitions;
import io.wizd.db.testing.Proof;
import io.wizd.handlers.kv.sync.KvSync;
import io.wizd.handlers.kv.sync.SyncProgress;
import io.wizd.handlers.kv.sync.SyncReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** From two nodes to three and back to two, while clients read and write: no key is missing at any moment. */
class KvRebalanceTest {
    private static final int KEYS = Proof.length(20_000, 100_000);
    private static final int CLIENTS = 8;

    /** So many at once, within what a queue holds. */
    private static final int STEP = 10_000;

    private static final long TOMBSTONE_TTL_MS = 86_400_000;

    private final KvNodes nodes = new KvNodes("p1", "p2");

    /** How often each key was written; the number is its value, so that an old value is told from the newest. */
    private final AtomicIntegerArray writes = new AtomicIntegerArray(KEYS);

    private final AtomicLong operations = new AtomicLong();
    private volatile boolean moving = true;

    @AfterEach
    void close() {
        nodes.close();
    }

    @Test
    void noKeyIsMissingAtAnyMoment() throws Exception {
        Partitions two = nodes.open(1, "p1", "p2");
        for (int from = 0; from < KEYS; from += STEP) {
            new KvClient(two, false).setAll(values(from));
        }
        nodes.add("p3");

        SyncReport joined = syncUnderLoad(nodes.open(1, "p1", "p2", "p3"));
        assertThat(joined.settled()).isTrue();
        assertThat(nodes.count("p3", "kv_entry")).isBetween(KEYS * 60L / 100, KEYS * 73L / 100);

        SyncReport left = syncUnderLoad(nodes.open(1, List.of("p1", "p2"), List.of("p3")));
        assertThat(left.settled()).isTrue();

        Partitions last = nodes.open(1, "p1", "p2");
        new KvSync(last, TOMBSTONE_TTL_MS).run(SyncProgress.NONE);
        KvClient client = new KvClient(last, false);
        for (int from = 0; from < KEYS; from += STEP) {
            Map<String, String> expected = values(from);
            assertThat(client.getAll(expected.keySet())).isEqualTo(expected);
        }
        assertThat(nodes.count("p3", "kv_entry")).isZero();
        assertThat(nodes.rows("p1")).isEqualTo(nodes.rows("p2")).hasSize(KEYS);
    }

    private SyncReport syncUnderLoad(Partitions partitions) throws Exception {
        assertThat(partitions.isSettled()).isFalse();
        long before = operations.get();
        moving = true;
        SyncReport report;
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                int client = i;
                running.add(clients.submit(() -> readAndWrite(client, partitions)));
            }
            try {
                report = new KvSync(partitions, TOMBSTONE_TTL_MS).run(SyncProgress.NONE);
            } finally {
                moving = false;
            }
            for (Future<?> client : running) {
                client.get();
            }
        }
        assertThat(operations.get() - before).as("operations while keys moved").isGreaterThan(1_000);
        // What was written meanwhile stands in the change logs still.
        new KvSync(partitions, TOMBSTONE_TTL_MS).run(SyncProgress.NONE);
        return report;
    }

    /** Each client has keys of its own, so that it knows what each must hold. */
    private void readAndWrite(int number, Partitions partitions) {
        KvClient client = new KvClient(partitions, false);
        Random random = new Random(number);
        while (moving) {
            int i = random.nextInt(KEYS / CLIENTS) * CLIENTS + number;
            if (random.nextInt(4) == 0) {
                client.set(key(i), Integer.toString(writes.incrementAndGet(i)));
            }
            KvClient.Entry entry = client.get(key(i));
            assertThat(entry.value()).as(key(i)).isEqualTo(Integer.toString(writes.get(i)));
            assertThat(entry.stale()).isFalse();
            operations.incrementAndGet();
        }
    }

    private Map<String, String> values(int from) {
        Map<String, String> values = new TreeMap<>();
        for (int i = from; i < from + STEP; i++) {
            values.put(key(i), Integer.toString(writes.get(i)));
        }
        return values;
    }

    private static String key(int i) {
        return "key-%06d".formatted(i);
    }
}
