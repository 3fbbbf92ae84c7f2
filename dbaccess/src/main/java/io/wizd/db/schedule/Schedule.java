package io.wizd.db.schedule;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerBuilder;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.jdbc.MySQL8JdbcCustomization;
import com.github.kagkarlsson.scheduler.logging.LogLevel;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.SQLExceptionOverride;
import io.wizd.db.JdbcAddress;
import io.wizd.db.SqlFailure;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs recurring work in one server of all, by the table {@code scheduled_tasks} of the main database. Each server that
 * has the work looks for it; the first that finds it due marks the row as its own. Work of a server that died is taken
 * over after half a minute. Times are those of the servers, whose clocks must agree. Any thread.
 */
public final class Schedule implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Schedule.class);

    /** Of Connector/J; a URL may say otherwise. Without the second, a network that swallows packets would stop all. */
    private static final Map<String, String> DRIVER_SETTINGS =
            Map.of("connectTimeout", "2000", "socketTimeout", "30000");

    private static final int CONNECTIONS = 2;
    private static final long CONNECTION_TIMEOUT_MS = 2_000;
    private static final Duration SHORTEST_POLL = Duration.ofMillis(100);
    private static final Duration LONGEST_POLL = Duration.ofSeconds(5);
    private static final Duration HEARTBEAT = Duration.ofSeconds(5);
    private static final int MISSED_HEARTBEATS = 6;

    private final HikariDataSource pool;
    private final Scheduler scheduler;
    private final RecurringTask<Void> task;

    private Schedule(HikariDataSource pool, Scheduler scheduler, RecurringTask<Void> task) {
        this.pool = pool;
        this.scheduler = scheduler;
        this.task = task;
    }

    /**
     * Starts looking; returns at once, also where the database is away, and looks on until it is back.
     *
     * @param main with an account that may change rows
     * @param stopTimeout how long {@link #close} waits for a run in progress
     */
    public static Schedule start(JdbcAddress main, Recurring recurring, Duration stopTimeout) {
        HikariDataSource pool = pool(main);
        RecurringTask<Void> task = Tasks.recurring(recurring.name(), FixedDelay.of(recurring.pause()))
                .execute((instance, context) -> recurring.work().run());
        Scheduler scheduler = builder(pool)
                .startTasks(task)
                .threads(1)
                .pollingInterval(poll(recurring.pause()))
                .shutdownMaxWait(stopTimeout)
                .build();
        scheduler.start();
        return new Schedule(pool, scheduler, task);
    }

    /** What all work has in common. */
    static SchedulerBuilder builder(HikariDataSource pool, Task<?>... tasks) {
        return Scheduler.create(pool, tasks)
                .schedulerName(new SchedulerName.Fixed("wizd-" + UUID.randomUUID()))
                .heartbeatInterval(HEARTBEAT)
                .missedHeartbeatsLimit(MISSED_HEARTBEATS)
                .jdbcCustomization(new MySQL8JdbcCustomization(true))
                .failureLogging(LogLevel.OFF, false);
    }

    static HikariDataSource pool(JdbcAddress main) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("schedule");
        config.setJdbcUrl(main.url());
        config.setUsername(main.user());
        config.setPassword(main.password());
        config.setMaximumPoolSize(CONNECTIONS);
        config.setMinimumIdle(1);
        config.setConnectionTimeout(CONNECTION_TIMEOUT_MS);
        config.setInitializationFailTimeout(-1);
        DRIVER_SETTINGS.forEach((setting, value) -> {
            if (!main.url().contains(setting + "=")) {
                config.addDataSourceProperty(setting, value);
            }
        });
        config.setExceptionOverride(new BrokenAnswers());
        return new HikariDataSource(config);
    }

    /** A connection that may still hold some of an answer must not go to the next statement. */
    private static final class BrokenAnswers implements SQLExceptionOverride {
        @java.lang.Override
        public Override adjudicate(SQLException e) {
            return SqlFailure.of(e).leavesConnectionUsable() ? Override.CONTINUE_EVICT : Override.MUST_EVICT;
        }
    }

    private static Duration poll(Duration pause) {
        Duration half = pause.dividedBy(2);
        Duration enough = half.compareTo(LONGEST_POLL) < 0 ? half : LONGEST_POLL;
        return enough.compareTo(SHORTEST_POLL) > 0 ? enough : SHORTEST_POLL;
    }

    /** Has the work done now instead of after the pause; does nothing where it is being done, or main is away. */
    public void runSoon() {
        try {
            scheduler.reschedule(task.getDefaultTaskInstance(), Instant.now());
            scheduler.triggerCheckForDueExecutions();
        } catch (RuntimeException e) {
            LOG.debug("{} is done at its time: {}", task.getName(), e.getMessage());
        }
    }

    /** Starts nothing more, and waits for what is in progress. */
    @Override
    public void close() {
        scheduler.stop();
        pool.close();
    }
}
