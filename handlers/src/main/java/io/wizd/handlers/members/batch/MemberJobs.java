package io.wizd.handlers.members.batch;

import io.wizd.db.Database;
import io.wizd.db.JdbcAddress;
import io.wizd.db.Partitions;
import io.wizd.db.Request;
import io.wizd.db.schedule.JobQueue;
import io.wizd.handlers.members.IdBlocks;
import io.wizd.protocol.Effect;
import io.wizd.protocol.ErrorCode;
import io.wizd.protocol.Json;
import io.wizd.protocol.WizdException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Files of members: taken, carried out one or two at a time, and watched. A job belongs to the data directory that has
 * its file; it survives a restart, and goes on at its last chunk. For virtual threads: most methods wait for main.
 */
public final class MemberJobs implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MemberJobs.class);

    private static final int AT_ONCE = 2;
    private static final long ID_TIMEOUT_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final JobStore store;
    private final IdBlocks jobIds;
    private final JobFolder folder;
    private final FileLimits limits;
    private final String host;
    private final JobWatch watch = new JobWatch();
    private final JobRunner runner;
    private final JobQueue queue;

    /**
     * Where everything is.
     *
     * @param rowsOfMain main, with an account that may change rows
     * @param rowsOfNodes each partition by its name, with an account that may change rows
     * @param folder for the files of the jobs, below the data directory
     */
    public record Places(
            Database main,
            JdbcAddress rowsOfMain,
            Partitions partitions,
            Map<String, JdbcAddress> rowsOfNodes,
            Path folder) {}

    private MemberJobs(Places places, FileLimits limits, Duration stopTimeout) throws IOException {
        this.store = new JobStore(places.main());
        this.jobIds = new IdBlocks(places.main(), "job");
        this.folder = new JobFolder(places.folder());
        this.limits = limits;
        this.host = host();
        this.runner = new JobRunner(places, store, folder, watch);
        this.queue = JobQueue.start(
                places.rowsOfMain(),
                new JobQueue.Work("member-job-" + folder.server(), AT_ONCE, runner::run),
                stopTimeout);
    }

    /**
     * Starts; jobs that were broken off go on.
     *
     * @param stopTimeout how long {@link #close} waits for the chunks in progress
     * @throws UncheckedIOException where the folder cannot be had
     */
    public static MemberJobs start(Places places, FileLimits limits, Duration stopTimeout) {
        try {
            MemberJobs jobs = new MemberJobs(places, limits, stopTimeout);
            jobs.takeUp();
            return jobs;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot use the folder of the jobs, " + places.folder(), e);
        }
    }

    /** What a server that died between keeping a job and queueing it has left. */
    private void takeUp() throws IOException {
        try {
            List<Long> unfinished = store.unfinished(folder.server());
            folder.tidy(unfinished);
            unfinished.forEach(queue::add);
        } catch (WizdException e) {
            LOG.warn("Jobs that were not queued wait for the next start: {}", e.getMessage());
        }
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }

    /**
     * Takes a file over and has it done.
     *
     * @param by who wants it, for people
     * @return the number of the job
     * @throws WizdException where main is away; the file is gone then too
     */
    public long submit(MemberFile file, MemberOptions options, String by) {
        long id = jobIds.take(
                1, new Request.Plain(Json.EMPTY_OBJECT, Effect.IDEMPOTENT_WRITE, System.nanoTime() + ID_TIMEOUT_NANOS));
        try {
            JobSpec spec = new JobSpec(
                    file.contentType(),
                    file.contentEncoding(),
                    file.name(),
                    options,
                    by,
                    host,
                    Files.size(file.path()),
                    System.currentTimeMillis(),
                    limits);
            folder.take(file.path(), id);
            store.add(id, folder.server(), spec, new JobProgress(id, spec).report(JobState.queued, null));
        } catch (IOException e) {
            throw new UncheckedIOException("the file of job " + id + " cannot be kept", e);
        } catch (WizdException e) {
            delete(folder.file(id));
            throw e;
        }
        queue(id);
        return id;
    }

    private void queue(long id) {
        try {
            queue.add(id);
        } catch (RuntimeException e) {
            LOG.warn("Job {} cannot be queued: {}", id, e.getMessage());
            delete(folder.file(id));
            throw WizdException.of(ErrorCode.DATABASE_AWAY, "the main database cannot be reached");
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.warn("Cannot delete {}: {}", file, e.getMessage());
        }
    }

    /**
     * How a job stands.
     *
     * @throws WizdException NOT_FOUND
     */
    public Job get(long id) {
        return watch.latest(id).orElseGet(() -> store.get(id));
    }

    /**
     * Waits until a job stands otherwise than its caller knows, about once a second while it runs.
     *
     * @param change of the reply that the caller has; 0 for none
     * @param deadlineNanos by {@link System#nanoTime()}; then it is given as it stands
     * @throws WizdException NOT_FOUND
     */
    public Job awaitChange(long id, long change, long deadlineNanos) throws InterruptedException {
        Job job = get(id);
        while (job.change() == change && !job.state().isEnd() && System.nanoTime() - deadlineNanos < 0) {
            watch.await(deadlineNanos);
            job = get(id);
        }
        return job;
    }

    /**
     * Waits for the end of a job.
     *
     * @param deadlineNanos by {@link System#nanoTime()}; then it is given as it stands
     * @throws WizdException NOT_FOUND
     */
    public Job awaitEnd(long id, long deadlineNanos) throws InterruptedException {
        Job job = get(id);
        while (!job.state().isEnd() && System.nanoTime() - deadlineNanos < 0) {
            job = awaitChange(id, job.change(), deadlineNanos);
        }
        return job;
    }

    /** At most so many jobs with a number below {@code before}, the greatest first. */
    public List<Job> list(long before, int limit) {
        return store.list(before, limit);
    }

    /**
     * Has a job end at its next chunk; one that has ended stays as it is.
     *
     * @throws WizdException NOT_FOUND
     */
    public Job cancel(long id) {
        Job job = store.cancel(id);
        runner.cancel(id);
        return job;
    }

    /** The rejected rows as CSV, as far as they are known; empty where this server does not have them. */
    public Optional<Path> rejects(long id) {
        return Optional.of(folder.rejects(id)).filter(Files::exists);
    }

    /** Lets jobs finish their chunk, and starts none any more; they go on with the next start. */
    @Override
    public void close() {
        runner.stop();
        queue.close();
    }
}
