package io.wizd.db;

import static io.wizd.db.CallBed.BEHIND_GATE;
import static io.wizd.db.CallBed.ECHO;
import static io.wizd.db.CallBed.WALK_BEHIND_GATE;
import static io.wizd.db.CallBed.WHOAMI;
import static io.wizd.db.CallBed.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wizd.db.CallBed.Echo;
import io.wizd.db.testing.Eventually;
import io.wizd.db.testing.TestMariaDb;
import io.wizd.db.testing.TestServer;
import io.wizd.protocol.Effect;
import io.wizd.protocol.ErrorCode;
import io.wizd.protocol.Reply;
import io.wizd.protocol.WizdException;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A node that does not answer, or not in time: who waits hears of it, and nothing is mixed up when it answers again. */
@Execution(ExecutionMode.CONCURRENT)
class SilentNodeTest {
    private static final Duration SOON = Duration.ofMillis(200);

    @Test
    void whoWaitsHearsAtTheDeadlineWhateverTheDatabaseDoes() throws Exception {
        try (CallBed bed = new CallBed(TestMariaDb.server(), 1)) {
            bed.shutGate();
            Reply.Pending<Echo> once = bed.database.call(BEHIND_GATE, request(1, Effect.WRITE, SOON));
            bed.awaitAtGate(1);
            Reply.Pending<Echo> queued = bed.database.call(ECHO, request(2, Effect.WRITE, SOON));

            assertFails(once, ErrorCode.OUTCOME_UNKNOWN);
            assertFails(queued, ErrorCode.DEADLINE_EXCEEDED);
            Reply.Pending<Echo> again = bed.database.call(BEHIND_GATE, request(3, Effect.IDEMPOTENT_WRITE, SOON));
            assertFails(again, ErrorCode.DEADLINE_EXCEEDED);
        }
    }

    @ParameterizedTest
    @MethodSource("io.wizd.db.testing.TestServers#all")
    void aCallThatNobodyWaitsForAnyMoreIsEndedBeforeTheNextOfItsKey(TestServer server) throws Exception {
        try (CallBed bed = new CallBed(server, 2)) {
            bed.shutGate();
            Reply.Pending<Echo> first =
                    bed.database.call(BEHIND_GATE, "key", request(1, Effect.IDEMPOTENT_WRITE, Duration.ofSeconds(1)));
            bed.awaitAtGate(1);
            String connection = bed.connections("AND state = 'User lock'").getFirst();
            Reply.Pending<Echo> second =
                    bed.database.call(BEHIND_GATE, "key", request(2, Effect.IDEMPOTENT_WRITE, Duration.ofMinutes(1)));
            assertFails(first, ErrorCode.DEADLINE_EXCEEDED);

            Eventually.await("the second has taken its place", () -> {
                List<String> atGate = bed.connections("AND state = 'User lock'");
                return atGate.size() == 1 && !atGate.contains(connection);
            });
            bed.openGate();
            assertThat(second.await().n()).isEqualTo(2);
            assertThat(bed.kept()).containsExactly("2");
        }
    }

    @ParameterizedTest
    @MethodSource("io.wizd.db.testing.TestServers#all")
    void aSilentNodeIsAwayAndWhatItWasSentIsNotDoneWhenItIsBack(TestServer server) throws Exception {
        try (CallBed bed = new CallBed(server, 1)) {
            bed.shutGate();
            Reply.Pending<Echo> sent = bed.call(BEHIND_GATE, 1);
            bed.awaitAtGate(1);
            String connection = bed.connections("AND state = 'User lock'").getFirst();
            Reply.Pending<Echo> queued = bed.database.call(ECHO, request(2, Effect.WRITE, Duration.ofMinutes(1)));
            bed.door.hold();

            Eventually.await("it is away", bed.database::isAway);
            assertFails(sent, ErrorCode.DATABASE_AWAY);
            assertFails(queued, ErrorCode.DATABASE_AWAY);
            assertFails(bed.call(ECHO, 3), ErrorCode.DATABASE_AWAY);

            bed.door.openToNewcomers();
            Eventually.await("it is back", () -> !bed.database.isAway());
            Eventually.await("the old call is ended", () -> !bed.connections("").contains(connection));
            bed.openGate();
            assertThat(bed.call(BEHIND_GATE, 4).await().n()).isEqualTo(4);
            bed.door.open();
            assertThat(bed.kept()).containsExactly("4");
        }
    }

    @Test
    void oneDeadConnectionIsReplaced() throws Exception {
        try (CallBed bed = new CallBed(TestMariaDb.server(), 1)) {
            String connection = Integer.toString(bed.call(WHOAMI, 0).await().n());
            bed.door.hold();
            bed.door.openToNewcomers();

            assertFails(bed.database.call(ECHO, request(1, Effect.READ, SOON)), ErrorCode.DEADLINE_EXCEEDED);
            assertThat(bed.call(WHOAMI, 2).await().n()).isNotEqualTo(Integer.parseInt(connection));
            assertThat(bed.database.isAway()).isFalse();
        }
    }

    @Test
    void rangesNeverTakeTheLastConnection() throws Exception {
        try (CallBed bed = new CallBed(TestMariaDb.server(), 2)) {
            bed.shutGate();
            List<Reply.Pending<Echo>> walks = IntStream.range(0, 5)
                    .mapToObj(n -> bed.call(WALK_BEHIND_GATE, n))
                    .toList();
            bed.awaitAtGate(1);

            assertThat(bed.call(ECHO, 7).await().n()).isEqualTo(7);
            assertThat(bed.call(ECHO, 8).await().n()).isEqualTo(8);
            assertThat(bed.connections("AND state = 'User lock'")).hasSize(1);
            bed.openGate();
            for (Reply.Pending<Echo> walk : walks) {
                walk.await();
            }
            assertThat(bed.kept()).containsExactly("0", "1", "2", "3", "4");
        }
    }

    @Test
    void withOneConnectionRangesAndLookupsTakeTurns() throws Exception {
        try (CallBed bed = new CallBed(TestMariaDb.server(), 1)) {
            bed.shutGate();
            List<Reply.Pending<Echo>> walks = IntStream.range(0, 5)
                    .mapToObj(n -> bed.call(WALK_BEHIND_GATE, n))
                    .toList();
            bed.awaitAtGate(1);
            Reply.Pending<Echo> lookup = bed.call(ECHO, 7);
            // It is there before the last walk ends, since each walk lets others have their turn.
            boolean[] wasBefore = new boolean[1];
            lookup.future()
                    .thenRun(() -> wasBefore[0] = !walks.getLast().future().isDone());
            bed.openGate();
            walks.getLast().await();

            assertThat(wasBefore[0]).isTrue();
        }
    }

    private static void assertFails(Reply.Pending<Echo> reply, ErrorCode code) {
        Eventually.await("there is an answer", reply.future()::isDone);
        assertThatThrownBy(reply::await).isInstanceOfSatisfying(WizdException.class, e -> {
            assertThat(e.fault().code()).isEqualTo(code);
            assertThat(e.fault().retryAfterMs()).isPositive();
        });
    }
}
