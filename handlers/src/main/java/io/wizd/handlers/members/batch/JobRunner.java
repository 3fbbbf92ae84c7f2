package io.wizd.handlers.members.batch;

import io.wizd.db.Database;
import io.wizd.db.IdBlocks;
import io.wizd.db.Partitions;
import io.wizd.db.SqlFailure;
import io.wizd.db.input.BadFileException;
import io.wizd.db.members.MemberLoadException;
import io.wizd.event.Events;
import io.wizd.event.JobEvent.JobDatabaseFailed;
import io.wizd.event.JobEvent.JobDiskFull;
import io.wizd.event.JobEvent.JobFileUnreadable;
import io.wizd.event.JobEvent.JobGivenUp;
import io.wizd.event.JobEvent.JobLeftovers;
import io.wizd.event.JobEvent.JobReportShortened;
import io.wizd.event.JobEvent.JobTriedAgain;
import io.wizd.event.JobEvent.JobUnreadable;
import io.wizd.handlers.members.batch.JobStoppedException.Reason;
import io.wizd.protocol.ErrorCode;
import io.wizd.protocol.WizdException;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Carries jobs out on the threads of the queue, and keeps main informed. Any thread may cancel or stop. */
final class JobRunner {
    private static final Set<ErrorCode> PASSING = Set.of(
            ErrorCode.DATABASE_AWAY,
            ErrorCode.OVERLOADED,
            ErrorCode.DEADLINE_EXCEEDED,
            ErrorCode.OUTCOME_UNKNOWN,
            ErrorCode.STOPPING);

    /** Of what nobody expects. */
    private static final int TRIES = 5;

    private static final long FIRST_PAUSE_MS = 500;

    private final MemberJobs.Places places;
    private final JobStore store;
    private final JobFolder folder;
    private final JobWatch watch;
    private final IdBlocks memberIds;
    private final Map<Long, JobControl> running = new ConcurrentHashMap<>();
    private final CountDownLatch stopping = new CountDownLatch(1);

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
            super(message, null, false, false);
        }
    }

    /** How a run ended. */
    private record End(JobState state, @Nullable String error) {}

    /** Returns once the job has ended, and throws where it is to be tried again. */
    void run(long id) {
        JobSpec spec = specOf(id).orElse(null);
        if (spec == null) {
            return;
        }
        JobProgress progress = new JobProgress(id, spec);
        long pauseMs = FIRST_PAUSE_MS;
        for (int tried = 1; ; tried++) {
            try {
                once(id, progress);
                return;
            } catch (NotDoneException e) {
                throw e;
            } catch (RuntimeException | Error e) {
                if (isPassing(e)) {
                    throw new NotDoneException("job " + id + " waits: " + e.getMessage());
                }
                if (tried == TRIES) {
                    giveUp(id, progress, e);
                    return;
                }
                Events.tell(new JobTriedAgain(id, pauseMs, e.toString()));
            }
            pause(pauseMs);
            pauseMs *= 2;
        }
    }

    private Optional<JobSpec> specOf(long id) {
        try {
            return store.find(id).map(JobStore.Kept::spec);
        } catch (RuntimeException e) {
            if (isPassing(e)) {
                throw new NotDoneException("job " + id + " waits: " + e.getMessage());
            }
            Events.tell(new JobUnreadable(id, e));
            return Optional.empty();
        }
    }

    /** Nothing is wrong with the job: it waits. */
    private static boolean isPassing(Throwable e) {
        return e instanceof WizdException known
                && PASSING.contains(known.fault().code());
    }

    private void pause(long ms) {
        try {
            if (stopping.await(ms, TimeUnit.MILLISECONDS)) {
                throw new NotDoneException("the server stops");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NotDoneException("the server stops");
        }
    }

    private JobControl controlOf(JobReporter reporter) {
        Partitions partitions = places.partitions();
        JobThrottle throttle = new JobThrottle(
                () -> partitions.nodes().stream().mapToLong(Database::answers).sum(), running::size);
        return new JobControl(partitions, places.rowsOfNodes(), memberIds, throttle, reporter::writing);
    }

    /** Returns where nothing more is to be done. */
    private void once(long id, JobProgress progress) {
        JobStore.Kept job = store.find(id).orElseThrow(() -> JobStore.noSuchJob(id));
        JobReporter reporter = new JobReporter(progress, store, watch);
        JobControl control = controlOf(reporter);
        running.put(id, control);
        if (stopping.getCount() == 0) {
            control.stop(Reason.SERVER_STOPS);
        }
        try (JobRun run = runOf(job, progress, control)) {
            if (!job.ended()) {
                if (job.cancelled()) {
                    control.stop(Reason.CANCELLED);
                }
                End end;
                try (JobReporter.Ticker ticker = reporter.every(() -> control.stop(Reason.CANCELLED))) {
                    end = end(run, progress, control);
                }
                reporter.ended(end.state, end.error);
            }
            run.forget();
            Files.deleteIfExists(folder.file(id));
        } catch (MemberLoadException e) {
            // The job has ended, but something of it is left.
            if (e.getCause() instanceof SQLException refused
                    && !SqlFailure.of(refused).mayPass()) {
                throw new IllegalStateException("cannot clear up: " + e.getMessage(), e);
            }
            throw new NotDoneException("job " + id + ": " + e.getMessage());
        } catch (IOException e) {
            throw new IllegalStateException("cannot clear up: " + e, e);
        } finally {
            running.remove(id);
            watch.gone(id);
        }
    }

    private JobRun runOf(JobStore.Kept job, JobProgress progress, JobControl control) {
        long id = job.report().job();
        JobRun.Place place = new JobRun.Place(folder.file(id), folder.rejects(id), folder.keys(id));
        return new JobRun(id, job.spec(), place, progress, control);
    }

    private static End end(JobRun run, JobProgress progress, JobControl control) {
        try {
            run.run();
            return new End(JobState.done, null);
        } catch (JobStoppedException e) {
            return stopped(e.reason());
        } catch (BadFileException e) {
            return failed(String.valueOf(e.getMessage()), progress);
        } catch (MemberLoadException e) {
            try {
                // A node that is away is not waited for once the job is to end.
                control.check();
            } catch (JobStoppedException stop) {
                return stopped(stop.reason());
            }
            Events.tell(new JobDatabaseFailed(progress.job(), e));
            return failed(String.valueOf(e.getMessage()), progress);
        } catch (RejectFile.NotWrittenException | RepeatedRows.NotWrittenException e) {
            Events.tell(new JobDiskFull(progress.job(), String.valueOf(e.getMessage()), String.valueOf(e.getCause())));
            return failed(e.getMessage() + "; make room there, and send the file again", progress);
        } catch (IOException e) {
            Events.tell(new JobFileUnreadable(progress.job(), e));
            return failed("the server cannot read the file that it kept: its disk fails; send it again", progress);
        }
    }

    private static End failed(String why, JobProgress progress) {
        return new End(JobState.failed, why + "; " + progress.whatIsIn());
    }

    private static End stopped(Reason reason) {
        if (reason == Reason.CANCELLED) {
            return new End(JobState.cancelled, null);
        }
        throw new NotDoneException("the server stops");
    }

    /** It would never end by itself. */
    private void giveUp(long id, JobProgress progress, Throwable why) {
        Events.tell(new JobGivenUp(id, TRIES, why));
        String error = "a defect of wizd, and not of the file, ended it after " + TRIES + " tries: the line \"job " + id
                + " met a defect\" of the server's log has more; " + progress.whatIsIn();
        JobReporter reporter = new JobReporter(progress, store, watch);
        JobStore.Kept job = store.find(id).orElseThrow(() -> JobStore.noSuchJob(id));
        try {
            if (!job.ended()) {
                fail(reporter, progress, error);
            }
            Files.deleteIfExists(folder.file(id));
            JobControl control = controlOf(reporter);
            try (JobRun run = runOf(job, progress, control)) {
                run.forget();
            }
        } catch (IOException | MemberLoadException | RuntimeException e) {
            Events.tell(new JobLeftovers(id, e.toString()));
        }
    }

    private static void fail(JobReporter reporter, JobProgress progress, String error) {
        try {
            reporter.ended(JobState.failed, error);
        } catch (RuntimeException e) {
            Events.tell(new JobReportShortened(progress.job(), e.toString()));
            progress.leaveTextsOut();
            reporter.ended(JobState.failed, error);
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
        stopping.countDown();
        running.values().forEach(control -> control.stop(Reason.SERVER_STOPS));
    }
}
