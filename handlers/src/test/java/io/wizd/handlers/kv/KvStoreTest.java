package io.wizd.handlers.kv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wizd.db.Partitions;
import io.wizd.handlers.kv.sync.KvSync;
import io.wizd.handlers.kv.sync.SyncProgress;
import io.wizd.handlers.kv.sync.SyncReport;
import io.wizd.protocol.ErrorCode;
import io.wizd.protocol.WizdException;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A node is away: what is answered, and what becomes of it when the node is back. */
@Execution(ExecutionMode.CONCURRENT)
class KvStoreTest {
    private final KvNodes nodes = new KvNodes("p1", "p2");

    @AfterEach
    void close() {
        nodes.close();
    }

    @Test
    void copiesAnswerForANodeThatIsAwayAndSaySo() {
        Partitions partitions = nodes.open(1, "p1", "p2");
        KvClient client = new KvClient(partitions, false);
        String key = keyOf(partitions, "p1");
        long version = client.set(key, "1");
        sync(partitions);

        nodes.takeAway("p1", partitions);

        assertThat(client.get(key)).isEqualTo(new KvClient.Entry("1", version, true));
        nodes.bringBack("p1", partitions);
        assertThat(client.get(key)).isEqualTo(new KvClient.Entry("1", version, false));
    }

    @Test
    void whatTheCopyDoesNotKnowMayExist() {
        Partitions partitions = nodes.open(1, "p1", "p2");
        KvClient client = new KvClient(partitions, false);
        String key = keyOf(partitions, "p1");
        client.set(key, "1");

        nodes.takeAway("p1", partitions);

        assertFails(ErrorCode.DATABASE_AWAY, () -> client.get(key));
    }

    @Test
    void whatTheCopyKnowsAsDeletedIsGone() {
        Partitions partitions = nodes.open(1, "p1", "p2");
        KvClient client = new KvClient(partitions, false);
        String key = keyOf(partitions, "p1");
        client.set(key, "1");
        client.delete(key);
        sync(partitions);

        nodes.takeAway("p1", partitions);

        assertFails(ErrorCode.KEY_NOT_FOUND, () -> client.get(key));
    }

    @Test
    void withoutCopiesANodeThatIsAwayIsAwayAndTheOthersServe() {
        Partitions partitions = nodes.open(0, "p1", "p2");
        KvClient client = new KvClient(partitions, true);
        String away = keyOf(partitions, "p1");
        String here = keyOf(partitions, "p2");
        client.set(away, "1");
        client.set(here, "2");

        nodes.takeAway("p1", partitions);

        assertFails(ErrorCode.DATABASE_AWAY, () -> client.get(away));
        assertFails(ErrorCode.DATABASE_AWAY, () -> client.set(away, "3"));
        assertThat(client.get(here).value()).isEqualTo("2");
    }

    @Test
    void writesAreRefusedWhereNoFallbackIsConfigured() {
        Partitions partitions = nodes.open(1, "p1", "p2");
        KvClient client = new KvClient(partitions, false);
        String key = keyOf(partitions, "p1");

        nodes.takeAway("p1", partitions);

        assertFails(ErrorCode.DATABASE_AWAY, () -> client.set(key, "1"));
    }

    @Test
    void aHintIsReadFromTheCopyAndCarriedHome() {
        Partitions partitions = nodes.open(1, "p1", "p2");
        KvClient client = new KvClient(partitions, true);
        String key = keyOf(partitions, "p1");
        long first = client.set(key, "1");
        sync(partitions);

        nodes.takeAway("p1", partitions);
        long hint = client.set(key, "2");
        assertThat(hint).isGreaterThan(first);
        assertThat(client.get(key)).isEqualTo(new KvClient.Entry("2", hint, true));
        // The node that is away lacks it; that is kept for it.
        assertThat(sync(partitions).away()).containsExactly("p1");

        nodes.bringBack("p1", partitions);
        SyncReport report = sync(partitions);

        assertThat(report.away()).isEmpty();
        assertThat(client.get(key)).isEqualTo(new KvClient.Entry("2", hint, false));
    }

    @Test
    void ofAHintAndALaterWriteTheLaterCounts() throws Exception {
        Partitions partitions = nodes.open(1, "p1", "p2");
        KvClient client = new KvClient(partitions, true);
        String key = keyOf(partitions, "p1");
        nodes.takeAway("p1", partitions);
        client.set(key, "\"hint\"");
        nodes.bringBack("p1", partitions);

        long later = client.set(key, "\"later\"");
        sync(partitions);

        assertThat(client.get(key)).isEqualTo(new KvClient.Entry("\"later\"", later, false));
        assertThat(nodes.rows("p1")).isEqualTo(nodes.rows("p2"));
    }

    @Test
    void whatAsksForWhatTheOwnerHoldsIsNeverHinted() {
        Partitions partitions = nodes.open(1, "p1", "p2");
        KvClient client = new KvClient(partitions, true);
        String key = keyOf(partitions, "p1");
        client.set(key, "1");
        sync(partitions);

        nodes.takeAway("p1", partitions);

        assertFails(ErrorCode.DATABASE_AWAY, () -> client.write(KvWrite.Operation.CREATE, key, "2", null));
        assertFails(ErrorCode.DATABASE_AWAY, () -> client.write(KvWrite.Operation.UPDATE, key, "2", null));
        assertFails(ErrorCode.DATABASE_AWAY, () -> client.write(KvWrite.Operation.SET, key, "2", "*"));
        assertFails(ErrorCode.DATABASE_AWAY, () -> client.delete(key));
    }

    @Test
    void aListIsWholeOrRefused() {
        Partitions partitions = nodes.open(1, "p1", "p2");
        KvClient client = new KvClient(partitions, false);
        for (int i = 0; i < 20; i++) {
            client.set("key-" + (char) ('a' + i), "1");
        }
        sync(partitions);
        client.delete("key-c");
        List<String> expected = client.list("key-", 7);

        nodes.takeAway("p1", partitions);

        assertThat(expected).hasSize(19).isSorted();
        // Whether the copy has seen the delete depends on who owns the key.
        assertThat(client.list("key-", 7)).containsAll(expected);
        Partitions withoutCopies = nodes.open(0, "p1", "p2");
        assertFails(ErrorCode.DATABASE_AWAY, () -> new KvClient(withoutCopies, false).list("key-", 7));
    }

    @Test
    void aDeletedKeyIsNotListedFromACopyThatHasItStill() {
        Partitions partitions = nodes.open(1, "p1", "p2");
        KvClient client = new KvClient(partitions, false);
        client.set("a", "1");
        client.set("b", "1");
        sync(partitions);

        client.delete("a");

        assertThat(client.list("", 10)).containsExactly("b");
    }

    /** 150,000 tombstones a node: a page over them ends by itself, and says where to go on. */
    @Test
    void aPageOverManyTombstonesIsShortAndTheListGoesOn() throws Exception {
        Partitions partitions = nodes.open(0, "p1", "p2");
        KvClient client = new KvClient(partitions, false);
        client.set("a", "1");
        client.set("z", "1");
        for (String node : List.of("p1", "p2")) {
            nodes.execute(
                    node,
                    "INSERT INTO kv_entry (k, v, version, expires) WITH RECURSIVE n (i) AS"
                            + " (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 500)"
                            + " SELECT CONCAT('dead/', LPAD(a.i * 1000 + b.i, 6, '0')), NULL, 1, 0"
                            + " FROM n AS a JOIN n AS b WHERE a.i <= 300");
        }

        KvListing.Page first = client.page("", "", 10);

        assertThat(first.keys()).extracting(KvListHandler.Item::key).containsExactly("a");
        assertThat(first.next()).startsWith("dead/");
        assertThat(client.list("", 10)).containsExactly("a", "z");
        assertThat(client.page("dead/", "dead/3", 10).next()).isNull();
    }

    private static SyncReport sync(Partitions partitions) {
        return new KvSync(partitions, Long.MAX_VALUE / 2_000_000).run(SyncProgress.NONE);
    }

    static String keyOf(Partitions partitions, String node) {
        int i = 0;
        while (!partitions.ownerOf("key-" + i).name().equals(node)) {
            i++;
        }
        return "key-" + i;
    }

    private static void assertFails(ErrorCode code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        WizdException.class, e -> assertThat(e.fault().code()).isEqualTo(code));
    }
}
