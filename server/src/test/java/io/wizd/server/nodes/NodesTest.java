package io.wizd.server.nodes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wizd.db.Lease;
import io.wizd.db.testing.Eventually;
import io.wizd.db.testing.Sql;
import io.wizd.handlers.kv.sync.SyncProgress;
import io.wizd.protocol.ErrorCode;
import io.wizd.protocol.WizdException;
import io.wizd.server.KvConfig;
import io.wizd.server.RunningNodes;
import io.wizd.server.Server;
import io.wizd.server.ServerConfig;
import io.wizd.server.setup.StartException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Sync by the server's schedule, the watch on the nodes, and what keeps keys from getting lost. */
@Execution(ExecutionMode.CONCURRENT)
class NodesTest {
    private static final long DAY_MS = 86_400_000;
    private static final KvConfig NO_SYNC = new KvConfig(0, false, 0, DAY_MS);
    private static final KvConfig OFTEN_WITH_COPIES = new KvConfig(1, false, 200, DAY_MS);
    private static final List<String> TWO = List.of("p1", "p2");
    private static final List<String> THREE = List.of("p1", "p2", "p3");
    private static final int KEYS = 60;

    private final Installation installation = new Installation("p1", "p2", "p3");

    @AfterEach
    void close() {
        installation.close();
    }

    @Test
    void theScheduleBringsTheCopiesAlsoWithTwoServers() throws Exception {
        ServerConfig config = installation.config(OFTEN_WITH_COPIES, TWO, List.of());
        try (Server one = Installation.start(config);
                Server other = Installation.start(config)) {
            for (int i = 0; i < KEYS; i++) {
                assertThat(installation
                                .put(i % 2 == 0 ? one : other, "k" + i, "" + i)
                                .statusCode())
                        .isLessThan(300);
            }
            Eventually.await("both have all keys", () -> keysOn("p1") == KEYS && keysOn("p2") == KEYS);
            Eventually.await(
                    "nothing is left to do",
                    () -> installation.rows("p1", "kv_change") == 0 && installation.rows("p2", "kv_change") == 0);
            Eventually.await(
                    "the figures say so",
                    () -> installation.metric(one, "wizd_kv_changes", "p1") == 0
                            && installation.metric(one, "wizd_kv_lag_seconds", "p1") == 0
                            && installation.metric(one, "wizd_kv_pending", "p1") == 0
                            && installation.metric(one, "wizd_node_up", "p1") == 1
                            && installation.metric(one, "wizd_node_up", "main") == 1);
        }
        assertThat(Sql.query(installation.main().owner(), "SELECT COUNT(*) FROM lease"))
                .as("leases after the servers have ended")
                .isEqualTo("0");
    }

    @Test
    void aNodeThatWasAwayGetsWhatItMissedOnceItIsBack() throws Exception {
        ServerConfig config = installation.config(OFTEN_WITH_COPIES, TWO, List.of());
        try (Server server = Installation.start(config)) {
            installation.takeAway("p2");
            Eventually.await("keys of p2 are refused", () -> refused(server) > 0);
            long written = keysOn("p1");
            Eventually.await(
                    "p2 is shown to be away, and what it lacks",
                    () -> installation.metric(server, "wizd_node_up", "p2") == 0
                            && installation.metric(server, "wizd_kv_pending", "p2") == written);
            assertThat(installation.get(server, "/health/ready").body()).contains("\"degraded\"", "\"p2\":\"away\"");

            installation.bringBack("p2");
            Eventually.await("p2 has what it missed", () -> keysOn("p2") == written);
            Eventually.await(
                    "it is shown",
                    () -> installation.metric(server, "wizd_kv_pending", "p2") == 0
                            && installation.metric(server, "wizd_node_up", "p2") == 1);
        }
    }

    /** Writes keys; how many of them were refused. */
    private long refused(Server server) throws Exception {
        long refused = 0;
        for (int i = 0; i < KEYS; i++) {
            refused += installation.put(server, "k" + i, "1").statusCode() == 503 ? 1 : 0;
        }
        return refused;
    }

    private long keysOn(String node) throws Exception {
        return installation.rows(node, "kv_entry");
    }

    @Test
    void aPartitionThatHoldsKeysMustStayInTheConfiguration() throws Exception {
        try (Server server = Installation.start(installation.config(NO_SYNC, THREE, List.of()))) {
            for (int i = 0; i < KEYS; i++) {
                installation.put(server, "k" + i, "" + i);
            }
        }
        ServerConfig without = installation.config(NO_SYNC, TWO, List.of());
        assertThatThrownBy(() -> Installation.start(without))
                .isInstanceOfSatisfying(
                        StartException.class, e -> assertThat(e.exitStatus()).isEqualTo(78))
                .hasMessage("partition p3 still holds keys: keep its line in wizd.database.partitions with"
                        + " leaving = true until bin/sync has moved them");
        try (RunningNodes nodes = RunningNodes.open(without)) {
            assertThatThrownBy(() -> sync(nodes).run(SyncProgress.NONE)).isInstanceOf(StartException.class);
        }

        ServerConfig leaving = installation.config(NO_SYNC, TWO, List.of("p3"));
        try (Server server = Installation.start(leaving);
                RunningNodes nodes = RunningNodes.open(leaving)) {
            allReadable(server);
            assertThat(NodeFigures.of(nodes.partitions()))
                    .extracting(NodeFigures::state)
                    .containsExactly("moving", "moving", "leaving");
            assertThat(sync(nodes).run(SyncProgress.NONE).settled()).isTrue();
            assertThat(NodeFigures.of(nodes.partitions()))
                    .extracting(NodeFigures::state)
                    .containsExactly("up", "up", "leaving");
            allReadable(server);
        }
        assertThat(keysOn("p3")).isZero();
        try (Server server = Installation.start(without)) {
            allReadable(server);
        }
    }

    private void allReadable(Server server) throws Exception {
        for (int i = 0; i < KEYS; i++) {
            assertThat(installation.get(server, "/kv/k" + i).body()).isEqualTo("" + i);
        }
    }

    private static ExclusiveSync sync(RunningNodes nodes) {
        return new ExclusiveSync(nodes.main(), nodes.partitions(), DAY_MS, "test");
    }

    @Test
    void oneRunAtATimeAndAStoppedOneEndsAfterItsBatch() {
        try (Server ignored = Installation.start(installation.config(NO_SYNC, TWO, List.of()));
                RunningNodes nodes = RunningNodes.open(installation.config(NO_SYNC, TWO, List.of()))) {
            ExclusiveSync sync = sync(nodes);
            try (Lease held = Lease.take(nodes.main(), "kv-sync", "another")) {
                held.requireHeld();
                assertFails(ErrorCode.LEASE_TAKEN, () -> sync.run(SyncProgress.NONE));
            }
            assertThat(sync.run(SyncProgress.NONE).away()).isEmpty();
            assertFails(ErrorCode.STOPPING, () -> sync.run((node, step, done) -> sync.stop()));
        }
    }

    private static void assertFails(ErrorCode code, Runnable run) {
        assertThatThrownBy(run::run)
                .isInstanceOfSatisfying(
                        WizdException.class, e -> assertThat(e.fault().code()).isEqualTo(code));
    }

    @Test
    void figuresOfANodeThatIsAwayAreUnknown() {
        ServerConfig config = installation.config(NO_SYNC, TWO, List.of());
        try (Server ignored = Installation.start(config)) {
            installation.takeAway("p2");
            try (RunningNodes nodes = RunningNodes.open(config)) {
                List<NodeFigures> figures = NodeFigures.of(nodes.partitions());
                assertThat(figures.getFirst()).isEqualTo(new NodeFigures("p1", "up", 0L, 0.0, 0L, 0.0, 0, true));
                assertThat(figures.getLast())
                        .isEqualTo(new NodeFigures("p2", "away", null, null, null, null, 0, false));
            }
        }
    }
}
