package io.wizd.handlers.members.batch;

import io.wizd.event.Events;
import io.wizd.event.JobEvent;
import io.wizd.event.JobEvent.JobCancelled;
import io.wizd.event.JobEvent.JobCancelledTooLate;
import io.wizd.event.JobEvent.JobDone;
import io.wizd.event.JobEvent.JobFailed;
import io.wizd.protocol.WizdException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the state of a job: those who watch it, and main. Any thread. */
final class JobReporter {
    private static final Logger LOG = LoggerFactory.getLogger(JobReporter.class);

    private static final long TICK_MS = 1_000;

    private final JobProgress progress;
    private final JobStore store;
    private final JobWatch watch;

    JobReporter(JobProgress progress, JobStore store, JobWatch watch) {
        this.progress = progress;
        this.store = store;
        this.watch = watch;
    }

    /**
     * The rows that are all or none are written from now on: main has to know before the first one is.
     *
     * @return whether somebody cancelled it before
     * @throws WizdException if main does not take it
     */
    boolean writing() {
        progress.writing();
        return running();
    }

    /** One after the other, so that main never goes back to an older report. */
    private synchronized boolean running() {
        Job report = progress.report(JobState.running, null);
        watch.changed(report);
        return store.save(report);
    }

    /**
     * It has ended.
     *
     * @throws RuntimeException if main does not take it
     */
    synchronized Job ended(JobState state, @Nullable String error) {
        Job report = progress.report(state, error);
        boolean wasCancelled = store.save(report);
        watch.changed(report);
        tellEnd(report);
        if (wasCancelled && state == JobState.done) {
            Events.tell(new JobCancelledTooLate(report.job()));
        }
        return report;
    }

    private void tellEnd(Job report) {
        JobEvent.Rows rows = new JobEvent.Rows(
                report.rows(), report.inserted(), report.updated(), report.skipped(), report.rejected());
        long elapsedMs = report.elapsedMs();
        Events.tell(
                switch (report.state()) {
                    case done -> new JobDone(report.job(), progress.by(), rows, elapsedMs);
                    case cancelled -> new JobCancelled(report.job(), progress.by(), rows, elapsedMs);
                    case failed ->
                        new JobFailed(report.job(), progress.by(), rows, elapsedMs, String.valueOf(report.error()));
                    case queued, running -> throw new IllegalStateException("job " + report.job() + " has not ended");
                });
    }

    /** Tells it once a second, on a thread of its own, until it is closed. */
    Ticker every(Runnable cancelled) {
        return new Ticker(cancelled);
    }

    /** Tells it once a second. */
    final class Ticker implements AutoCloseable {
        private final CountDownLatch ended = new CountDownLatch(1);
        private final Runnable cancelled;
        private final Thread thread;

        private Ticker(Runnable cancelled) {
            this.cancelled = cancelled;
            this.thread = Thread.ofVirtual().name("job-report").start(this::tick);
        }

        private void tick() {
            try {
                do {
                    tell();
                } while (!ended.await(TICK_MS, TimeUnit.MILLISECONDS));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private void tell() {
            try {
                if (running()) {
                    cancelled.run();
                }
            } catch (RuntimeException e) {
                // The next one tells more; what cannot be told at the end is told then.
                LOG.debug("Main does not know how far a job is: {}", e.getMessage());
            }
        }

        @Override
        public void close() {
            ended.countDown();
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
