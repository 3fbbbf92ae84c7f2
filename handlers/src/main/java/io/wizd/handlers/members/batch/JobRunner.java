package io.wizd.handlers.members.batch;

import io.wizd.db.members.MemberLoadException;
import io.wizd.handlers.members.IdBlocks;
import io.wizd.handlers.members.batch.JobStoppedException.Reason;
import io.wizd.protocol.WizdException;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries jobs out on the threads of the queue, and keeps main informed. Any thread may cancel or stop. */
final class JobRunner {
    private static final Logger LOG = LoggerFactory.getLogger(JobRunner.class);

    private static final long TICK_MS = 1_000;

    private final MemberJobs.Places places;
    private final JobStore store;
    private final JobFolder folder;
    private final JobWatch watch;
    private final IdBlocks memberIds;
    private final Map<Long, JobControl> running = new ConcurrentHashMap<>();
    private volatile boolean stopping;

    JobRunner(MemberJobs.Places places, JobStore store, JobFolder folder, JobWatch watch) {
        this.places = places;
        this.store = store;
        this.folder = folder;
        this.watch = watch;
        this.memberIds = new IdBlocks(places.main(), "member");
    }

    /** Thrown where a job is to be taken up again later. */
    private static final class NotDoneException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NotDoneException(String message) {
            super(message);
        }
    }

    /** How a run ended. */
    private record End(JobState state, @Nullable String error) {}

    /** Returns once the job has ended, and throws where it is to be tried again. */
    void run(long id) {
        JobStore.Kept job = store.find(id).orElse(null);
        if (job == null) {
            return;
        }
        JobControl control = new JobControl(places.partitions(), places.rowsOfNodes(), memberIds);
        JobProgress progress = new JobProgress(id, job.spec());
        running.put(id, control);
        if (stopping) {
            control.stop(Reason.SERVER_STOPS);
        }
        try (JobRun run =
                new JobRun(id, job.spec(), new JobRun.Place(folder.file(id), folder.rejects(id)), progress, control)) {
            if (!job.ended()) {
                carryOut(job, run, progress, control);
            }
            run.forget();
            Files.deleteIfExists(folder.file(id));
        } catch (IOException | MemberLoadException e) {
            // The job has ended, but something of it is left: that is tried again.
            throw new NotDoneException("job " + id + ": " + e.getMessage());
        } finally {
            running.remove(id);
            watch.gone(id);
        }
    }

    private void carryOut(JobStore.Kept job, JobRun run, JobProgress progress, JobControl control) {
        if (job.cancelled()) {
            control.stop(Reason.CANCELLED);
        }
        End end;
        CountDownLatch ended = new CountDownLatch(1);
        Thread ticker =
                Thread.ofVirtual().name("job-" + job.report().job()).start(() -> tick(progress, control, ended));
        try {
            end = end(run, control);
        } finally {
            ended.countDown();
            join(ticker);
        }
        Job report = progress.report(end.state, end.error);
        boolean wasCancelled = store.save(report);
        watch.changed(report);
        LOG.info(
                "Job {} of {} {}: {} rows, {} inserted, {} updated, {} skipped, {} rejected in {} ms{}{}",
                report.job(),
                job.spec().by(),
                report.state(),
                report.rows(),
                report.inserted(),
                report.updated(),
                report.skipped(),
                report.rejected(),
                report.elapsedMs(),
                end.error == null ? "" : ": " + end.error,
                wasCancelled && end.state == JobState.done ? " (too late to be cancelled)" : "");
    }

    private static End end(JobRun run, JobControl control) {
        try {
            run.run();
            return new End(JobState.done, null);
        } catch (JobStoppedException e) {
            return stopped(e.reason());
        } catch (BadFileException e) {
            return new End(JobState.failed, e.getMessage());
        } catch (MemberLoadException e) {
            try {
                // A node that is away is not waited for once the job is to end.
                control.check();
            } catch (JobStoppedException stop) {
                return stopped(stop.reason());
            }
            LOG.warn("A job failed", e);
            return new End(JobState.failed, e.getMessage());
        } catch (RejectFile.NotWrittenException e) {
            LOG.error("A job failed: {} ({})", e.getMessage(), String.valueOf(e.getCause()));
            return new End(JobState.failed, e.getMessage() + "; make room there, and send the file again");
        } catch (IOException e) {
            LOG.warn("A job failed", e);
            return new End(JobState.failed, "the file cannot be read: " + e);
        } catch (WizdException e) {
            return new End(JobState.failed, e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("A job failed", e);
            return new End(JobState.failed, "internal error; the log of the server has more");
        }
    }

    private static End stopped(Reason reason) {
        if (reason == Reason.CANCELLED) {
            return new End(JobState.cancelled, null);
        }
        throw new NotDoneException("the server stops");
    }

    /** Once a second, from the start to the end of a run. */
    private void tick(JobProgress progress, JobControl control, CountDownLatch ended) {
        try {
            do {
                Job report = progress.report(JobState.running, null);
                watch.changed(report);
                if (keep(report)) {
                    control.stop(Reason.CANCELLED);
                }
            } while (!ended.await(TICK_MS, TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean keep(Job report) {
        try {
            return store.save(report);
        } catch (WizdException e) {
            LOG.debug("Job {}: main does not know how far it is: {}", report.job(), e.getMessage());
            return false;
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Has a job end at its next chunk, if it runs here. */
    void cancel(long id) {
        JobControl control = running.get(id);
        if (control != null) {
            control.stop(Reason.CANCELLED);
        }
    }

    /** Has all jobs end at their next chunk; they go on with the next start. */
    void stop() {
        stopping = true;
        running.values().forEach(control -> control.stop(Reason.SERVER_STOPS));
    }
}
