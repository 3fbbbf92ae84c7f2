package io.wizd.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.wizd.db.testing.Eventually;
import io.wizd.db.testing.Sql;
import io.wizd.db.testing.TestDatabase;
import io.wizd.db.testing.TestServer;
import io.wizd.protocol.ErrorCode;
import io.wizd.protocol.WizdException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Who holds a lease, and for how long. */
@Execution(ExecutionMode.CONCURRENT)
@ParameterizedClass(name = "{0}")
@MethodSource("io.wizd.db.testing.TestServers#all")
class LeaseTest {
    private static final String JOB = "kv-sync";

    /** Long enough for a busy machine to prolong in time. */
    private static final Duration SHORT = Duration.ofSeconds(3);

    private final TestDatabase database;
    private final Database main;

    LeaseTest(TestServer server) {
        database = server.freshDatabase(Schema.MAIN);
        main = new Database("main", database.app(), 2, 100, new SimpleMeterRegistry());
    }

    @AfterEach
    void close() {
        main.close();
        database.close();
    }

    @Test
    void ofThreeAtOnceExactlyOneGetsIt() throws Exception {
        CountDownLatch allAsked = new CountDownLatch(3);
        Callable<Boolean> takesAndKeeps = () -> {
            try (Lease ignored = takeCounted(allAsked)) {
                allAsked.await();
                return true;
            } catch (WizdException e) {
                assertThat(e.fault().code()).isEqualTo(ErrorCode.LEASE_TAKEN);
                return false;
            }
        };
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Boolean>> tries = threads.invokeAll(List.of(takesAndKeeps, takesAndKeeps, takesAndKeeps));
            assertThat(tries.stream().map(LeaseTest::resultOf)).containsOnlyOnce(true);
        }
        Lease.take(main, JOB, "the next").close();
    }

    private Lease takeCounted(CountDownLatch asked) {
        try {
            return Lease.take(main, JOB, "test");
        } finally {
            asked.countDown();
        }
    }

    private static boolean resultOf(Future<Boolean> done) {
        try {
            return done.get();
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void whoIsRefusedLearnsWhoHoldsIt() {
        try (Lease held = Lease.take(main, JOB, "bin/sync")) {
            assertThatThrownBy(() -> Lease.take(main, JOB, "wizd"))
                    .hasMessageMatching("bin/sync \\(process "
                            + ProcessHandle.current().pid() + " on \\S+, [0-9a-f]{8}\\) holds " + JOB);
            held.requireHeld();
            Lease.take(main, "something else", "wizd").close();
        }
    }

    @Test
    void itIsProlongedAsLongAsItIsOpen() throws Exception {
        try (Lease held = Lease.take(main, JOB, "test", SHORT)) {
            long first = until();
            Eventually.await(
                    "a second prolongation after the first term", () -> until() > first + SHORT.toNanos() / 1000);
            held.requireHeld();
            assertThatThrownBy(() -> Lease.take(main, JOB, "another")).hasMessageContaining("holds");
        }
        assertThat(Sql.query(database.owner(), "SELECT COUNT(*) FROM lease")).isEqualTo("0");
    }

    private long until() throws Exception {
        return Long.parseLong(Sql.query(database.owner(), "SELECT until FROM lease"));
    }

    @Test
    void thatOfAProcessThatDiedEndsByItself() throws Exception {
        Sql.execute(
                database.app(), "CALL lease_take('[{\"name\":\"" + JOB + "\",\"holder\":\"the dead\",\"ms\":500}]')");
        Eventually.await("the lease of the dead ends", () -> {
            try (Lease taken = Lease.take(main, JOB, "the living")) {
                taken.requireHeld();
                return true;
            } catch (WizdException e) {
                assertThat(e).hasMessage("the dead holds " + JOB);
                return false;
            }
        });
    }

    @Test
    void theWorkEndsWhereAnotherHasTakenOver() throws Exception {
        try (Lease held = Lease.take(main, JOB, "test", SHORT)) {
            Sql.execute(database.owner(), "UPDATE lease SET holder = 'another'");
            Eventually.await("the holder learns of it", () -> hasEnded(held, ErrorCode.LEASE_TAKEN));
        }
        assertThat(Sql.query(database.owner(), "SELECT holder FROM lease"))
                .as("closing must not drop what belongs to another")
                .isEqualTo("another");
    }

    @Test
    void theWorkEndsWhereMainCannotBeAsked() {
        Lease held = Lease.take(main, JOB, "test", SHORT);
        held.requireHeld();
        main.close();
        Eventually.await("it cannot be prolonged in time", () -> hasEnded(held, ErrorCode.DEADLINE_EXCEEDED));
        held.close();
    }

    private static boolean hasEnded(Lease lease, ErrorCode why) {
        try {
            lease.requireHeld();
            return false;
        } catch (WizdException e) {
            assertThat(e.fault().code()).isEqualTo(why);
            return true;
        }
    }
}
