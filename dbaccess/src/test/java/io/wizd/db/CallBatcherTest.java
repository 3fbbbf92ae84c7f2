package io.wizd.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wizd.db.testing.Eventually;
import io.wizd.db.testing.TestServer;
import io.wizd.protocol.Effect;
import io.wizd.protocol.ErrorCode;
import io.wizd.protocol.Json;
import io.wizd.protocol.Reply;
import io.wizd.protocol.WizdException;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Which requests go out together, when, and in which order; on real servers. */
@ParameterizedClass
@MethodSource("io.wizd.db.testing.TestServers#all")
class CallBatcherTest extends CallFixture {
    CallBatcherTest(TestServer server) {
        super(server);
    }

    @Test
    void aCallOnAnIdleNodeGoesOutAloneAndAtOnce() {
        assertThat(call(ECHO, 7).await()).isEqualTo(new Echo(7));

        assertThat(batches("echo").count()).isEqualTo(1);
    }

    @Test
    void whatGathersWhileACallIsInFlightIsTheNextBatch() throws SQLException {
        shutGate();
        Reply.Pending<Echo> first = call(GATED, 0);
        awaitOneInFlight();
        List<Reply.Pending<Echo>> gathered =
                IntStream.range(1, 51).mapToObj(n -> call(ECHO, n)).toList();
        openGate();

        assertThat(first.await().n()).isZero();
        for (int n = 1; n <= 50; n++) {
            assertThat(gathered.get(n - 1).await().n()).isEqualTo(n);
        }
        assertThat(batches("echo").count()).isEqualTo(1);
        assertThat(batches("echo").totalAmount()).isEqualTo(50);
    }

    @Test
    void requestsOfOneKeyAreNeverInOneBatchAndKeepTheirOrder() throws SQLException {
        List<Reply.Pending<Echo>> replies = IntStream.range(0, 60)
                .mapToObj(n -> database.call(LOG, n % 3, request(n, Effect.IDEMPOTENT_WRITE)))
                .toList();
        replies.forEach(Reply.Pending::await);

        assertThat(batches("log_n").max()).isLessThanOrEqualTo(3);
        List<Integer> logged = integers("SELECT n FROM log_entry ORDER BY id");
        for (int key = 0; key < 3; key++) {
            int ofKey = key;
            assertThat(logged.stream().filter(n -> n % 3 == ofKey)).isSorted().hasSize(20);
        }
    }

    @Test
    void aFullQueueRefusesAtOnceAndSaysWhenToTryAgain() throws SQLException {
        shutGate();
        Reply.Pending<Echo> first = call(GATED, 0);
        awaitOneInFlight();
        IntStream.range(0, MANY).forEach(n -> call(ECHO, n));

        assertThatThrownBy(() -> call(ECHO, MANY)).isInstanceOfSatisfying(WizdException.class, e -> {
            assertThat(e.fault().code()).isEqualTo(ErrorCode.OVERLOADED);
            assertThat(e.fault().retryAfterMs()).isPositive();
        });
        assertThat(database.waiting("echo")).isEqualTo(MANY);
        openGate();
        first.await();
        Eventually.await("the queue is empty", () -> database.waiting("echo") == 0);
        assertThat(call(ECHO, 7).await().n()).isEqualTo(7);
    }

    @Test
    void whatIsNotSentBeforeItsDeadlineIsNotSentAtAll() throws SQLException {
        shutGate();
        call(GATED, 0);
        awaitOneInFlight();
        Request late = new Request(Json.of("{\"n\":5}"), Effect.WRITE, System.nanoTime());
        Reply.Pending<Echo> expired = database.call(LOG, late);
        openGate();

        assertFails(expired, ErrorCode.DEADLINE_EXCEEDED);
        assertThat(integers("SELECT n FROM log_entry")).isEmpty();
    }

    @Test
    void closingCarriesOutWhatWaitsAndRefusesWhatComes() throws SQLException {
        shutGate();
        Reply.Pending<Echo> inFlight = call(GATED, 0);
        awaitOneInFlight();
        Reply.Pending<Echo> waiting = call(ECHO, 1);
        CompletableFuture<Void> closed = CompletableFuture.runAsync(database::close);
        Eventually.await("new calls are refused", () -> {
            try {
                call(ECHO, 2);
                return false;
            } catch (WizdException e) {
                return e.fault().code() == ErrorCode.STOPPING;
            }
        });
        openGate();

        assertThat(inFlight.await().n()).isZero();
        assertThat(waiting.await().n()).isEqualTo(1);
        closed.join();
    }
}
