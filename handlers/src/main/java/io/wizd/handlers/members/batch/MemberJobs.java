package io.wizd.handlers.members.batch;

import io.wizd.db.Database;
import io.wizd.db.IdBlocks;
import io.wizd.db.JdbcAddress;
import io.wizd.db.Partitions;
import io.wizd.db.schedule.JobQueue;
import io.wizd.event.Events;
import io.wizd.event.JobEvent.JobFileNotDeleted;
import io.wizd.event.JobEvent.JobFileNotKept;
import io.wizd.event.JobEvent.JobNotQueued;
import io.wizd.event.JobEvent.JobsNotQueued;
import io.wizd.protocol.ErrorCode;
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
import org.jspecify.annotations.Nullable;

/**
 * Files of members: taken, carried out one or two at a time, and watched. A job belongs to the data directory that has
 * its file; it survives a restart, and goes on at its last chunk. For virtual threads: most methods wait for main.
 */
public final class MemberJobs implements AutoCloseable {
    private static final int AT_ONCE = 2;
    private static final long ID_TIMEOUT_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final Places places;
    private final FileLimits limits;
    private final Duration stopTimeout;
    private final JobStore store;
    private final IdBlocks jobIds;
    private final String host = host();
    private final JobWatch watch = new JobWatch();
    private volatile @Nullable Running running;
    private volatile boolean stopping;

    /** What there is from the start on. */
    private record Running(JobFolder folder, JobRunner runner, JobQueue queue) {}

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

    /**
     * Does nothing before its start.
     *
     * @param stopTimeout how long {@link #close} waits for the chunks in progress
     */
    public MemberJobs(Places places, FileLimits limits, Duration stopTimeout) {
        this.places = places;
        this.limits = limits;
        this.stopTimeout = stopTimeout;
        this.store = new JobStore(places.main());
        this.jobIds = new IdBlocks(places.main(), "job");
    }

    /**
     * Starts; jobs that were broken off go on.
     *
     * @throws UncheckedIOException if the folder cannot be had
     */
    public void start() {
        try {
            JobFolder folder = new JobFolder(places.folder());
            JobRunner runner = new JobRunner(places, store, folder, watch);
            JobQueue queue = JobQueue.start(
                    places.rowsOfMain(),
                    new JobQueue.Work("member-job-" + folder.server(), AT_ONCE, runner::run),
                    stopTimeout);
            running = new Running(folder, runner, queue);
            takeUp(folder, queue);
            places.main().whenBack(() -> queueUnfinished(folder, queue));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot use the folder of the jobs, " + places.folder(), e);
        }
    }

    private Running running() {
        Running now = running;
        if (now == null || stopping) {
            throw WizdException.of(ErrorCode.STOPPING, ErrorCode.STOPPING.description());
        }
        return now;
    }

    /** What a server that died between keeping a job and queueing it has left. */
    private void takeUp(JobFolder folder, JobQueue queue) throws IOException {
        try {
            List<Long> unfinished = store.unfinished(folder.server());
            folder.tidy(unfinished);
            unfinished.forEach(queue::add);
        } catch (WizdException e) {
            Events.tell(new JobsNotQueued(String.valueOf(e.getMessage())));
        }
    }

    /** Main was away, at the start perhaps. What is queued already stays as it is. */
    private void queueUnfinished(JobFolder folder, JobQueue queue) {
        try {
            store.unfinished(folder.server()).forEach(queue::add);
        } catch (RuntimeException e) {
            Events.tell(new JobsNotQueued(String.valueOf(e.getMessage())));
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
     * @throws WizdException if main is away, this server is stopping, or its disk does not keep the file
     */
    public long submit(MemberFile file, MemberOptions options, String by) {
        JobFolder folder = running().folder();
        long id = jobIds.take(1, System.nanoTime() + ID_TIMEOUT_NANOS);
        try {
            JobSpec spec = new JobSpec(
                    file.contentType(),
                    file.contentEncoding(),
                    FileName.of(file, limits),
                    options,
                    by,
                    host,
                    Files.size(file.path()),
                    System.currentTimeMillis(),
                    limits);
            folder.take(file.path(), id);
            store.add(id, folder.server(), spec, new JobProgress(id, spec).report(JobState.queued, null));
        } catch (IOException e) {
            Events.tell(new JobFileNotKept(id, e.toString()));
            throw WizdException.of(
                    ErrorCode.INSUFFICIENT_STORAGE, "the server cannot keep the file: its disk is full, or fails");
        } catch (WizdException e) {
            delete(folder.file(id));
            throw e;
        }
        queue(id, folder);
        return id;
    }

    private void queue(long id, JobFolder folder) {
        try {
            running().queue().add(id);
        } catch (RuntimeException e) {
            Events.tell(new JobNotQueued(id, String.valueOf(e.getMessage())));
            delete(folder.file(id));
            throw WizdException.of(ErrorCode.DATABASE_AWAY, "the main database cannot be reached");
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            Events.tell(new JobFileNotDeleted(file, e.toString()));
        }
    }

    /**
     * The state of a job.
     *
     * @throws WizdException NOT_FOUND
     */
    public Job get(long id) {
        return watch.latest(id).orElseGet(() -> store.get(id));
    }

    /**
     * Waits until the state of a job differs from what its caller knows, about once a second while it runs.
     *
     * @param change of the reply that the caller has; 0 for none
     * @param deadlineNanos by {@link System#nanoTime()}; then it is given as it is
     * @throws WizdException NOT_FOUND; STOPPING, where this server is
     */
    public Job awaitChange(long id, long change, long deadlineNanos) throws InterruptedException {
        Job job = get(id);
        while (job.change() == change && !job.state().isEnd() && System.nanoTime() - deadlineNanos < 0) {
            if (stopping) {
                throw WizdException.of(ErrorCode.STOPPING, goesOnAfterStop(id));
            }
            watch.await(deadlineNanos);
            job = get(id);
        }
        return job;
    }

    /** What to tell those who wait for a job while its server stops. */
    public static String goesOnAfterStop(long id) {
        return "the server is stopping; job " + id + " goes on with its next start: /api/jobs/" + id;
    }

    /**
     * Waits for the end of a job.
     *
     * @param deadlineNanos by {@link System#nanoTime()}; then it is given as it is
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
     * @throws WizdException NOT_FOUND; JOB_WRITING if it is all or none and writes
     */
    public Job cancel(long id) {
        boolean ends = store.cancel(id);
        if (ends) {
            running().runner().cancel(id);
        }
        Job job = get(id);
        if (ends || job.state().isEnd()) {
            return job;
        }
        Long leftMs = job.timeLeftMs();
        throw WizdException.of(
                ErrorCode.JOB_WRITING,
                "job " + id + " is all or none, and writes its rows: it can no longer be cancelled, and will be whole "
                        + (leftMs == null ? "when it has ended" : "in about " + (leftMs / 1_000 + 1) + " s"));
    }

    /** The rejected rows as CSV, as far as they are known; empty if there are none, or this server does not have them. */
    public Optional<Path> rejects(long id) {
        return Optional.of(running().folder().rejects(id)).filter(Files::exists);
    }

    /** The text of {@link #rejects} where there are none: its header. */
    public static String noRejects() {
        return RejectFile.headerAlone();
    }

    /** Has jobs end after their chunk, and starts none any more; whoever waits for one is told. Returns at once. */
    public void stop() {
        stopping = true;
        Running now = running;
        if (now != null) {
            now.runner().stop();
        }
        watch.wake();
    }

    /** Waits until all jobs have stopped; they go on with the next start. */
    @Override
    public void close() {
        stop();
        Running now = running;
        if (now != null) {
            now.queue().close();
        }
    }
}
