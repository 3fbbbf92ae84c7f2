package io.wizd.db.schedule;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.zaxxer.hikari.HikariDataSource;
import io.wizd.db.JdbcAddress;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.function.LongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does jobs, each once, by the table {@code scheduled_tasks} of the main database. A queue belongs to one server at a
 * time: a job that was broken off, because the server stopped or died, is done again as soon as a server starts that has
 * the same name for its queue. Any thread.
 */
public final class JobQueue implements AutoCloseable {
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(1);

    private static final Logger LOG = LoggerFactory.getLogger(JobQueue.class);
    private static final String TAKE_BACK =
            "UPDATE scheduled_tasks SET picked = 0, picked_by = NULL, last_heartbeat = NULL, version = version + 1"
                    + " WHERE task_name = ? AND picked = 1";

    private final HikariDataSource pool;
    private final Scheduler scheduler;
    private final OneTimeTask<Void> task;

    private JobQueue(HikariDataSource pool, Scheduler scheduler, OneTimeTask<Void> task) {
        this.pool = pool;
        this.scheduler = scheduler;
        this.task = task;
    }

    /**
     * How jobs are done.
     *
     * @param name of the queue; no two servers that run have the same
     * @param atOnce how many at the same time in this server
     * @param work does one; the job is done where it returns, and is tried again where it throws
     */
    public record Work(String name, int atOnce, LongConsumer work) {}

    /**
     * Starts looking, also where the database is away, which costs a few seconds; it looks on until it is back.
     *
     * @param main with an account that may change rows
     * @param stopTimeout how long {@link #close} waits for jobs in progress
     */
    public static JobQueue start(JdbcAddress main, Work work, Duration stopTimeout) {
        HikariDataSource pool = Schedule.pool(main);
        OneTimeTask<Void> task = Tasks.oneTime(work.name(), Void.class)
                .onFailure((complete, operations) ->
                        operations.reschedule(complete, Instant.now().plus(PAUSE_AFTER_FAILURE)))
                .onDeadExecutionRevive()
                .execute((instance, context) -> work.work().accept(Long.parseLong(instance.getId())));
        Scheduler scheduler = Schedule.builder(pool, task)
                .threads(work.atOnce())
                .pollingInterval(POLL)
                .enableImmediateExecution()
                .shutdownMaxWait(stopTimeout)
                .build();
        takeBack(pool, work.name());
        scheduler.start();
        return new JobQueue(pool, scheduler, task);
    }

    /** Nobody does what a server that died had begun; without this, its jobs would wait until they are known to be dead. */
    private static void takeBack(HikariDataSource pool, String queue) {
        try (Connection connection = pool.getConnection();
                PreparedStatement update = connection.prepareStatement(TAKE_BACK)) {
            update.setString(1, queue);
            update.executeUpdate();
        } catch (SQLException e) {
            LOG.debug("{}: jobs that were broken off are found later: {}", queue, e.getMessage());
        }
    }

    /**
     * One job more; does nothing where it waits or is in progress already.
     *
     * @throws RuntimeException if main is away
     */
    public void add(long job) {
        scheduler.scheduleIfNotExists(task.instance(Long.toString(job)), Instant.now());
        scheduler.triggerCheckForDueExecutions();
    }

    /** Starts nothing more, and waits for what is in progress. */
    @Override
    public void close() {
        scheduler.stop();
        pool.close();
    }
}
