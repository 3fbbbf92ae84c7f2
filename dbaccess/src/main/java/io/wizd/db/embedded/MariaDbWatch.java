package io.wizd.db.embedded;

import io.wizd.event.Events;
import io.wizd.event.MariadbEvent.MariadbEnded;
import io.wizd.event.MariadbEvent.MariadbNotRestarted;
import io.wizd.event.MariadbEvent.MariadbRestarted;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Watches over a server: where it ends by itself it is started again, at once the first time and later and later where it
 * does not stay up, until it is given up. One thread, which ends with {@link #end}.
 */
final class MariaDbWatch {
    private static final int MAX_FAILURES = 5;
    private static final Duration WITHIN = Duration.ofMinutes(5);
    private static final long FIRST_PAUSE_MS = 250;

    private final Starter starter;
    private final Path log;
    private final CompletableFuture<DatabaseStartException> givenUp = new CompletableFuture<>();
    private final Thread thread;

    /** When it ended or did not start, by {@link System#nanoTime()}; of its thread. */
    private final Deque<Long> failuresNanos = new ArrayDeque<>();

    private volatile ServerProcess process;

    /** Counted down when the server is to end, which also ends a pause. */
    private final CountDownLatch ending = new CountDownLatch(1);

    /** Starts the server again, on the same data and the same port. */
    @FunctionalInterface
    interface Starter {
        /** Returns when it serves; an interrupt ends what it has begun. */
        ServerProcess start() throws IOException;
    }

    private MariaDbWatch(ServerProcess process, Starter starter, Path log) {
        this.process = process;
        this.starter = starter;
        this.log = log;
        this.thread = Thread.ofPlatform().daemon().name("mariadb-watch").unstarted(this::watch);
    }

    /**
     * Watches over a server from now on.
     *
     * @param log of the server, for the messages
     */
    static MariaDbWatch begin(ServerProcess process, Starter starter, Path log) {
        MariaDbWatch watch = new MariaDbWatch(process, starter, log);
        watch.thread.start();
        return watch;
    }

    /** The process id of the server, the last one while there is none. */
    long pid() {
        return process.pid();
    }

    /** Completes with the reason when the server ended or did not start {@value #MAX_FAILURES} times in 5 minutes. */
    CompletableFuture<DatabaseStartException> givenUp() {
        return givenUp;
    }

    /** Ends the server cleanly, or the attempt to start it. */
    void end() {
        ending.countDown();
        thread.interrupt();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        process.end();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void watch() {
        try {
            while (true) {
                int status = process.waitForEnd();
                if (isEnding() || givenUp.isDone()) {
                    return;
                }
                Events.tell(new MariadbEnded(pid(), status, log));
                startAgain();
            }
        } catch (InterruptedException e) {
            // By end(), which waits for this thread.
        }
    }

    private void startAgain() throws InterruptedException {
        while (pauseAfterFailure()) {
            try {
                process = starter.start();
                Events.tell(new MariadbRestarted(pid()));
                return;
            } catch (IOException | RuntimeException e) {
                if (isEnding()) {
                    return;
                }
                Events.tell(new MariadbNotRestarted(String.valueOf(e.getMessage())));
            }
        }
        if (isEnding()) {
            return;
        }
        givenUp.complete(DatabaseStartException.unavailable("the database ended or did not start " + MAX_FAILURES
                + " times within " + WITHIN.toMinutes() + " minutes; see " + log));
    }

    private boolean isEnding() {
        return ending.getCount() == 0;
    }

    /** Waits longer after each failure in a row; false if there were too many, or the server is to end. */
    private boolean pauseAfterFailure() throws InterruptedException {
        long now = System.nanoTime();
        failuresNanos.removeIf(failure -> now - failure > WITHIN.toNanos());
        failuresNanos.add(now);
        int failures = failuresNanos.size();
        if (failures >= MAX_FAILURES) {
            return false;
        }
        long pauseMs = failures == 1 ? 0 : FIRST_PAUSE_MS << (failures - 1);
        return !ending.await(pauseMs, TimeUnit.MILLISECONDS);
    }
}
