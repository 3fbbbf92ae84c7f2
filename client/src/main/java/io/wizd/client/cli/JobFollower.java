package io.wizd.client.cli;

import io.wizd.protocol.Json;
import io.wizd.protocol.Jsons;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Follows a job to its end: by what the server streams, and where that breaks off by asking again and again. */
final class JobFollower {
    /**
     * How long to hope.
     *
     * @param silenceMs of the stream, after which the connection counts as lost
     * @param firstPauseMs before it asks again; doubles up to the longest while no server answers
     * @param longestPauseMs between two questions
     * @param awayMs without any answer, after which it gives up: a server may be restarted in that time
     */
    record Patience(int silenceMs, int firstPauseMs, int longestPauseMs, int awayMs) {
        static final Patience DEFAULT = new Patience(30_000, 500, 8_000, 180_000);
    }

    private final Jobs jobs;
    private final ProgressMeter meter;
    private final Patience patience;
    private volatile @Nullable JobStatus latest;

    JobFollower(Jobs jobs, ProgressMeter meter, Patience patience) {
        this.jobs = jobs;
        this.meter = meter;
        this.patience = patience;
    }

    /** What is known of the job so far. Any thread. */
    Optional<JobStatus> latest() {
        return Optional.ofNullable(latest);
    }

    /** The job in its end state. The lines, one JSON job each, are closed. */
    JobStatus follow(InputStream lines) throws InterruptedException {
        BlockingQueue<Optional<JobStatus>> reports = new LinkedBlockingQueue<>();
        // Closing the stream ends this thread.
        Thread reader = Thread.ofVirtual().name("wiz-progress").start(() -> read(lines, reports));
        try {
            Optional<JobStatus> report = next(reports);
            while (report.isPresent() && !report.get().hasEnded()) {
                seen(report.get());
                report = next(reports);
            }
            report.ifPresent(this::seen);
        } finally {
            reader.interrupt();
            close(lines);
        }
        JobStatus last = latest;
        if (last == null) {
            throw new Failure(
                    Exit.UNAVAILABLE, "the connection was lost before the server said how it goes: see bin/wiz jobs");
        }
        if (last.hasEnded()) {
            return last;
        }
        String why = last.note() == null
                ? "the connection was lost; job " + last.number() + " goes on"
                : Texts.printable(last.note());
        meter.note("wiz: " + why + "; asking for it until nobody has answered for "
                + Texts.duration(patience.awayMs).replace(" 0 s", ""));
        return poll(last.number());
    }

    private Optional<JobStatus> next(BlockingQueue<Optional<JobStatus>> reports) throws InterruptedException {
        Optional<JobStatus> report = reports.poll(patience.silenceMs, TimeUnit.MILLISECONDS);
        return report == null ? Optional.empty() : report;
    }

    /** Ends with an empty one, whatever happened. */
    private static void read(InputStream lines, BlockingQueue<Optional<JobStatus>> reports) {
        try (BufferedReader text = new BufferedReader(new InputStreamReader(lines, StandardCharsets.UTF_8))) {
            for (String line = text.readLine(); line != null; line = text.readLine()) {
                if (!line.isBlank()) {
                    reports.add(Optional.of(Jsons.read(Json.of(line), JobStatus.class)));
                }
            }
        } catch (IOException | UncheckedIOException e) {
            // Lost, or cut in the middle of a line: the same for us.
        } finally {
            reports.add(Optional.empty());
        }
    }

    private JobStatus poll(long number) throws InterruptedException {
        long answeredNanos = System.nanoTime();
        long pauseMs = patience.firstPauseMs;
        while (true) {
            TimeUnit.MILLISECONDS.sleep(pauseMs);
            try {
                JobStatus job = jobs.get(number);
                seen(job);
                if (job.hasEnded()) {
                    return job;
                }
                answeredNanos = System.nanoTime();
                pauseMs = patience.firstPauseMs;
            } catch (Failure e) {
                // Also a server that is starting or stopping gives no answer.
                if (!(e instanceof NoAnswerFailure) && e.exitStatus() != Exit.UNAVAILABLE) {
                    throw e;
                }
                if (System.nanoTime() - answeredNanos > TimeUnit.MILLISECONDS.toNanos(patience.awayMs)) {
                    throw new Failure(
                            e.exitStatus(), e.getMessage() + "; job " + number + " goes on: bin/wiz jobs " + number);
                }
                pauseMs = Math.min(2 * pauseMs, patience.longestPauseMs);
            }
        }
    }

    private void seen(JobStatus job) {
        latest = job;
        if (!job.hasEnded()) {
            meter.running(job);
        }
    }

    private static void close(InputStream lines) {
        try {
            lines.close();
        } catch (IOException e) {
            // It was lost already.
        }
    }
}
