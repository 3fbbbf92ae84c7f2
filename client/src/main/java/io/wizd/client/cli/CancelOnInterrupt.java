package io.wizd.client.cli;

import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ctrl-C during an import: has the server end the job, and leaves the command time to tell what was done. Whatever else
 * ends the process early, such as its terminal, does the same; {@code --detach} is for imports that are to outlive it.
 */
final class CancelOnInterrupt implements AutoCloseable {
    private static final int TELL_SECONDS = 20;
    private static final int LOOK_MS = 50;

    private final Jobs jobs;
    private final ImportUpload upload;
    private final JobFollower follower;
    private final ProgressMeter meter;
    private final CountDownLatch told = new CountDownLatch(1);
    private final Thread hook = new Thread(this::interrupted, "interrupted");

    CancelOnInterrupt(Jobs jobs, ImportUpload upload, JobFollower follower, ProgressMeter meter) {
        this.jobs = jobs;
        this.upload = upload;
        this.follower = follower;
        this.meter = meter;
    }

    CancelOnInterrupt begin() {
        Runtime.getRuntime().addShutdownHook(hook);
        return this;
    }

    private void interrupted() {
        try {
            cancel(upload.mayHaveArrived() ? awaitNumber() : follower.latest());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The server has the file, and says the number of its job next. */
    private Optional<JobStatus> awaitNumber() throws InterruptedException {
        long untilNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(TELL_SECONDS);
        while (follower.latest().isEmpty()
                && System.nanoTime() - untilNanos < 0
                && !told.await(LOOK_MS, TimeUnit.MILLISECONDS)) {
            // Not yet.
        }
        return follower.latest();
    }

    private void cancel(Optional<JobStatus> job) throws InterruptedException {
        if (job.isEmpty()) {
            meter.note(
                    upload.mayHaveArrived()
                            ? "wiz: stopped; the server may have the whole file: see bin/wiz jobs"
                            : "wiz: stopped; nothing was imported");
            return;
        }
        long number = job.get().number();
        try {
            if (!job.get().hasEnded()) {
                meter.note("wiz: cancelling job " + number);
                jobs.cancel(number);
            }
            if (!told.await(TELL_SECONDS, TimeUnit.SECONDS)) {
                meter.note("wiz: job " + number + " has not ended yet: bin/wiz jobs " + number);
            }
        } catch (Failure e) {
            meter.note("wiz: job " + number + " goes on: " + e.getMessage() + "; watch it: bin/wiz jobs " + number);
        }
    }

    /** All is told. */
    @Override
    public void close() {
        told.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // It runs.
        }
    }
}
