package io.wizd.db.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.wizd.db.Schema;
import io.wizd.db.testing.Eventually;
import io.wizd.db.testing.MangledAnswers;
import io.wizd.db.testing.Sql;
import io.wizd.db.testing.TestDatabase;
import io.wizd.db.testing.TestServer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Recurring work, on both databases, with an account that has rows and nothing else. */
@ParameterizedClass(name = "{0}")
@MethodSource("io.wizd.db.testing.TestServers#all")
class ScheduleTest {
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(20);
    private static final Duration LONG = Duration.ofHours(12);
    private static final Duration SHORT = Duration.ofMillis(50);

    private final TestDatabase main;

    ScheduleTest(TestServer server) {
        main = server.freshDatabase(Schema.MAIN);
    }

    @AfterEach
    void drop() {
        main.close();
    }

    @Test
    void threeServersNeverDoItAtTheSameTime() {
        AtomicInteger doing = new AtomicInteger();
        AtomicInteger done = new AtomicInteger();
        AtomicBoolean overlapped = new AtomicBoolean();
        Runnable work = () -> {
            if (doing.incrementAndGet() > 1) {
                overlapped.set(true);
            }
            Thread.yield();
            doing.decrementAndGet();
            done.incrementAndGet();
        };
        List<Schedule> servers =
                Stream.generate(() -> start(SHORT, work)).limit(3).toList();
        try {
            Eventually.await("ten runs", () -> done.get() >= 10);
            assertThat(overlapped).isFalse();
        } finally {
            servers.forEach(Schedule::close);
        }
    }

    @Test
    void aRunThatFailedIsFollowedByAnother() {
        AtomicInteger runs = new AtomicInteger();
        try (Schedule ignored = start(SHORT, () -> {
            if (runs.incrementAndGet() < 3) {
                throw new IllegalStateException("on purpose");
            }
        })) {
            Eventually.await("the run after the failures", () -> runs.get() >= 3);
        }
    }

    @Test
    void aConnectionWithTheRestOfAnAnswerIsNotUsedAgain() throws SQLException {
        Sql.execute(main.owner(), "CREATE PROCEDURE echo(IN p_n INT) SELECT p_n");
        try (MangledAnswers mangled = new MangledAnswers(main.owner());
                HikariDataSource pool = Schedule.pool(mangled.through(main.owner()))) {
            mangled.mangle((answer, client) -> {
                // An error without a text is more than the driver takes.
                client.send(new byte[] {(byte) 0xFF, 0x51, 0x04});
                client.awaitReaction();
                client.send(answer.resultSet());
                client.send(answer.end());
            });
            assertThatThrownBy(() -> echo(pool, 1)).isInstanceOf(SQLException.class);

            assertThat(echo(pool, 2)).isEqualTo(2);
        }
    }

    private static int echo(HikariDataSource pool, int n) throws SQLException {
        try (Connection connection = pool.getConnection();
                PreparedStatement statement = connection.prepareStatement("CALL echo(?)")) {
            statement.setInt(1, n);
            try (ResultSet rows = statement.executeQuery()) {
                rows.next();
                return rows.getInt(1);
            }
        }
    }

    @Test
    void soonIsBeforeThePauseIsOver() {
        AtomicInteger runs = new AtomicInteger();
        try (Schedule schedule = start(LONG, runs::incrementAndGet)) {
            Eventually.await("more runs than the pause allows", () -> {
                schedule.runSoon();
                return runs.get() >= 2;
            });
        }
    }

    @Test
    void closingWaitsForTheRunInProgressAndItsPlaceIsFreeAgain() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch mayEnd = new CountDownLatch(1);
        AtomicBoolean ended = new AtomicBoolean();
        Schedule schedule = start(SHORT, () -> {
            begun.countDown();
            Eventually.await("the test lets it end", () -> mayEnd.getCount() == 0);
            ended.set(true);
        });
        begun.await();
        Thread closing = Thread.ofVirtual().start(schedule::close);
        assertThat(ended).isFalse();
        mayEnd.countDown();
        closing.join();
        assertThat(ended).isTrue();
        assertThat(Sql.query(main.owner(), "SELECT COUNT(*) FROM scheduled_tasks WHERE picked"))
                .isEqualTo("0");
    }

    private Schedule start(Duration pause, Runnable work) {
        return Schedule.start(main.loader(), new Recurring("test", pause, work), STOP_TIMEOUT);
    }
}
