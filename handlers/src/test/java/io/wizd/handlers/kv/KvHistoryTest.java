package io.wizd.handlers.kv;

import static org.assertj.core.api.Assertions.assertThat;

import io.wizd.db.Database;
import io.wizd.db.Partitions;
import io.wizd.db.testing.Eventually;
import io.wizd.db.testing.Proof;
import io.wizd.handlers.kv.History.End;
import io.wizd.handlers.kv.History.Event;
import io.wizd.handlers.kv.History.Kind;
import io.wizd.handlers.kv.sync.KvSync;
import io.wizd.handlers.kv.sync.SyncProgress;
import io.wizd.handlers.kv.sync.SyncReport;
import io.wizd.protocol.WizdException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Sixteen clients do random operations on 100 keys, while servers are killed under them and come back; then
 * everything that was answered is compared with what is stored.
 */
class KvHistoryTest {
    private static final int OPERATIONS = Proof.length(10_000, 50_000);
    private static final int CLIENTS = 16;
    private static final int KEYS = 100;
    private static final long TOMBSTONE_TTL_MS = 86_400_000;

    /** Each server may be killed fewer than five times in five minutes; then it counts as one that does not stay up. */
    private static final List<String> KILLED = List.of("p1", "p2", "p3", "p2", "p1", "p3");

    @TempDir
    private Path folder;

    private final History history = new History();
    private final AtomicInteger begun = new AtomicInteger();
    private KvServers servers;

    @BeforeEach
    void start() {
        servers = new KvServers(folder, 1, "p1", "p2", "p3");
    }

    @AfterEach
    void close() {
        servers.close();
    }

    @Test
    void whatWasAcknowledgedIsThere() throws Exception {
        long seed = System.nanoTime();
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                int client = i;
                running.add(clients.submit(() -> operate(client, new Random(seed + client))));
            }
            killAndBringBack();
            for (Future<?> client : running) {
                client.get();
            }
        }
        SyncReport last = sync();

        assertThat(last.away()).isEmpty();
        assertThat(history.size()).isEqualTo(OPERATIONS);
        assertThat(history.count(Kind.SET, End.DONE)).as("sets, seed %d", seed).isGreaterThan(OPERATIONS / 4);
        assertThat(history.countStale()).as("reads and writes of copies").isPositive();
        history.assertVersionsOnlyGrow();
        history.assertOwnersNeverGoBack();
        history.assertNoLostUpdate();
        history.assertReadsSawWrites();
        assertCopiesEqualAndNothingLost();
    }

    private void killAndBringBack() {
        int share = OPERATIONS / (2 * KILLED.size() + 1);
        for (int i = 0; i < KILLED.size(); i++) {
            awaitOperations((2 * i + 1) * share);
            servers.kill(KILLED.get(i));
            awaitOperations((2 * i + 2) * share);
            assertThat(sync().away()).contains(KILLED.get(i));
            servers.bringBack(KILLED.get(i));
            sync();
        }
    }

    private void awaitOperations(int count) {
        Eventually.await(count + " operations", () -> begun.get() >= count);
    }

    private SyncReport sync() {
        return new KvSync(servers.partitions(), TOMBSTONE_TTL_MS).run(SyncProgress.NONE);
    }

    private void operate(int number, Random random) {
        KvClient client = new KvClient(servers.partitions(), true);
        Map<String, Long> seen = new HashMap<>();
        for (int i = begun.incrementAndGet(); i <= OPERATIONS; i = begun.incrementAndGet()) {
            String key = "key-" + random.nextInt(KEYS);
            String value = "\"" + number + "-" + i + "\"";
            int dice = random.nextInt(100);
            if (dice < 40) {
                record(Kind.READ, key, null, 0, () -> {
                    KvClient.Entry entry = client.get(key);
                    if (!entry.stale()) {
                        seen.put(key, entry.version());
                    }
                    return new Answer(entry.value(), entry.version(), entry.stale());
                });
            } else if (dice < 85 || !seen.containsKey(key)) {
                record(Kind.SET, key, value, 0, () -> {
                    KvWritten written = client.write(KvWrite.Operation.SET, key, value, null);
                    return new Answer(value, written.version(), written.hinted() != null);
                });
            } else if (dice < 95) {
                long matched = seen.get(key);
                record(Kind.COMPARE_AND_SET, key, value, matched, () -> {
                    KvWritten written = client.write(KvWrite.Operation.SET, key, value, Long.toString(matched));
                    return new Answer(value, written.version(), false);
                });
            } else {
                record(Kind.DELETE, key, null, 0, () -> new Answer(null, client.delete(key), false));
            }
        }
    }

    private record Answer(@Nullable String value, long version, boolean stale) {}

    private interface Operation {
        Answer run();
    }

    private void record(Kind kind, String key, @Nullable String value, long matched, Operation operation) {
        long began = System.nanoTime();
        Answer answer = new Answer(value, 0, false);
        End end;
        try {
            answer = operation.run();
            end = End.DONE;
        } catch (WizdException e) {
            end = switch (e.fault().code()) {
                case KEY_NOT_FOUND, PRECONDITION_FAILED -> End.REFUSED;
                case DATABASE_AWAY, OUTCOME_UNKNOWN -> End.UNKNOWN;
                default -> throw e;
            };
        }
        history.add(new Event(
                kind, key, answer.value, answer.version, matched, answer.stale, began, System.nanoTime(), end));
    }

    private void assertCopiesEqualAndNothingLost() throws Exception {
        Partitions partitions = servers.partitions();
        Map<Database, Map<String, String>> rows = new LinkedHashMap<>();
        for (Database node : partitions.nodes()) {
            rows.put(node, servers.rows(node.name()));
        }
        for (int i = 0; i < KEYS; i++) {
            String key = "key-" + i;
            List<Database> replicas = partitions.replicasOf(key);
            List<String> stored = new ArrayList<>();
            rows.forEach((node, ofNode) -> {
                assertThat(ofNode.containsKey(key))
                        .as("%s on %s", key, node.name())
                        .isEqualTo(replicas.contains(node));
                stored.add(ofNode.getOrDefault(key, ""));
            });
            stored.removeIf(String::isEmpty);
            assertThat(stored).as("copies of " + key).hasSize(2).containsOnly(stored.getFirst());
            String[] columns = stored.getFirst().split("\\|", 5);
            history.assertNothingLost(key, columns[4], Long.parseLong(columns[0]));
        }
    }
}
