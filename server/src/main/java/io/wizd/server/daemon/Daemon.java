package io.wizd.server.daemon;

import io.wizd.program.ProcessIdentity;
import io.wizd.server.setup.StartException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The server of a data directory, seen from another process. It is found by the lock on the directory and by its
 * process id together with the start of that process, so no other process can be taken for it. One thread.
 */
public final class Daemon {
    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    /** The server waits for messages in flight, and then up to a minute for its database. */
    private static final long STOP_LIMIT_SECONDS = 120;

    private static final long KILL_LIMIT_SECONDS = 10;
    private static final long NOBODY = -1;
    private static final int OK = 200;
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(5);
    private static final long NAME_LIMIT_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final DataFolder folder;

    public Daemon(DataFolder folder) {
        this.folder = folder;
    }

    /**
     * How it is now.
     *
     * @throws StartException if this user may not know
     */
    public Condition condition() {
        long giveUp = System.nanoTime() + NAME_LIMIT_NANOS;
        while (Instance.isTaken(folder)) {
            Optional<RunState> state = RunState.read(folder)
                    .filter(said -> said.process().process().isPresent());
            if (state.isPresent()) {
                Condition condition = of(state.get());
                // A silent one may have ended meanwhile, or said that it does.
                if (!(condition instanceof Condition.Silent)
                        || Instance.isTaken(folder) && state.equals(RunState.read(folder))) {
                    return condition;
                }
            } else if (System.nanoTime() > giveUp) {
                // Between its lock and its files, or between its files and its end.
                throw new StartException(
                        StartException.UNAVAILABLE,
                        "a process holds " + folder.lock() + " and does not say who it is; fuser " + folder.lock()
                                + " tells");
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
        return Files.exists(folder.pidFile())
                ? new Condition.Dead(
                        folder.pidFile().toString(),
                        RunState.read(folder).map(RunState::launch).orElse(Launch.UNKNOWN))
                : new Condition.Down();
    }

    /** How it is once it is neither starting nor stopping; waits for that. */
    public Condition settled() {
        Condition condition = condition();
        while (condition instanceof Condition.Changing) {
            LockSupport.parkNanos(POLL_NANOS);
            condition = condition();
        }
        return condition;
    }

    private static Condition of(RunState state) {
        long pid = state.process().pid();
        if (state.url().isEmpty()) {
            return new Condition.Changing(pid);
        }
        return answers(state.url())
                ? new Condition.Up(pid, state.url(), state.version(), state.launch())
                : new Condition.Silent(pid, state.url(), state.launch());
    }

    private static boolean answers(String url) {
        try (HttpClient client =
                HttpClient.newBuilder().connectTimeout(ANSWER_LIMIT).build()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(url + "/health/live"))
                    .timeout(ANSWER_LIMIT)
                    .build();
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == OK;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** What came of {@link #stop}. */
    public enum Stopped {
        /** It ended by itself. */
        ENDED,
        /** It did not end in time and was killed; its database recovers at the next start. */
        KILLED,
        /** None was running. */
        WAS_DOWN
    }

    /**
     * Has it answer what is in flight and end, and returns when it has ended, its database too.
     *
     * @throws StartException if this user may not, or it cannot be ended
     */
    public Stopped stop() {
        long pid = switch (condition()) {
            case Condition.Up up -> up.pid();
            case Condition.Changing changing -> changing.pid();
            case Condition.Silent silent -> silent.pid();
            case Condition.Down ignored -> NOBODY;
            case Condition.Dead ignored -> NOBODY;
        };
        if (pid == NOBODY) {
            Instance.tidy(folder);
            return Stopped.WAS_DOWN;
        }
        Optional<ProcessHandle> process = RunState.read(folder)
                .map(RunState::process)
                .filter(identity -> identity.pid() == pid)
                .flatMap(ProcessIdentity::process);
        return process.map(this::end).orElseGet(this::stop);
    }

    private Stopped end(ProcessHandle process) {
        if (!process.destroy() && process.isAlive()) {
            throw new StartException(
                    StartException.NOT_PERMITTED,
                    "process " + process.pid() + " belongs to another user; stop it as "
                            + process.info().user().orElse("that user"));
        }
        if (hasEndedWithin(process, STOP_LIMIT_SECONDS)) {
            return Stopped.ENDED;
        }
        process.destroyForcibly();
        if (!hasEndedWithin(process, KILL_LIMIT_SECONDS)) {
            throw new StartException(
                    StartException.UNAVAILABLE, "process " + process.pid() + " does not end, not even when killed");
        }
        Instance.tidy(folder);
        return Stopped.KILLED;
    }

    /** The lock is free when its database has ended; the JVM takes some seconds more on a busy machine. */
    private boolean hasEndedWithin(ProcessHandle process, long seconds) {
        long giveUp = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (Instance.isTaken(folder) || ProcessIdentity.isRunning(process)) {
            if (System.nanoTime() > giveUp) {
                return false;
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
        return true;
    }
}
