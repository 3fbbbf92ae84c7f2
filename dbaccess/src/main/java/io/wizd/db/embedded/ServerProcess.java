package io.wizd.db.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/**
 * One run of {@code mariadbd}. The kernel kills it when the thread that started it ends, which happens when the JVM
 * ends in any way, {@code kill -9} included; hence a thread that does nothing but start it and wait for it.
 */
final class ServerProcess {

    private static final List<Path> SETPRIV = List.of(Path.of("/usr/bin/setpriv"), Path.of("/bin/setpriv"));
    private static final Duration CLEAN_END_LIMIT = Duration.ofSeconds(60);

    private final Process process;

    private ServerProcess(Process process) {
        this.process = process;
    }

    /**
     * Starts it; {@code input} is its standard input, and its output is appended to {@code log}.
     *
     * @throws IOException if the program cannot be run
     */
    static ServerProcess start(List<String> command, Path input, Path log) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(dyingWithItsThread(command))
                .redirectInput(input.toFile())
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .redirectErrorStream(true);
        // How wizd's own memory is allocated (bin/wizd) would slow down a program of many threads.
        builder.environment().keySet().removeIf(variable -> variable.startsWith("MALLOC_"));
        CompletableFuture<ServerProcess> started = new CompletableFuture<>();
        Thread.ofPlatform().daemon().name("mariadb-keeper").start(() -> keep(builder, started));
        try {
            return started.join();
        } catch (CompletionException e) {
            throw new IOException(e.getCause());
        }
    }

    long pid() {
        return process.pid();
    }

    /** Waits for its end, in whatever way; returns its exit status. */
    int waitForEnd() throws InterruptedException {
        return process.waitFor();
    }

    /** Waits up to {@code limitMs} for its end; true if it has ended. */
    boolean endsWithin(long limitMs) {
        try {
            return process.waitFor(limitMs, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw DatabaseStartException.tryLater("interrupted while waiting for the database");
        }
    }

    /** The exit status of a run that has ended. */
    int exitStatus() {
        return process.exitValue();
    }

    /** Asks it to end, so that the next start needs no recovery, and kills it if it takes more than 60 s. */
    void end() {
        process.destroy();
        boolean interrupted = false;
        long killNanos = System.nanoTime() + CLEAN_END_LIMIT.toNanos();
        while (process.isAlive()) {
            try {
                process.waitFor(killNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
            } catch (InterruptedException e) {
                interrupted = true;
                killNanos = System.nanoTime();
            }
            if (killNanos <= System.nanoTime()) {
                process.destroyForcibly();
                killNanos = System.nanoTime() + CLEAN_END_LIMIT.toNanos();
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static void keep(ProcessBuilder builder, CompletableFuture<ServerProcess> started) {
        try {
            ServerProcess server = new ServerProcess(builder.start());
            started.complete(server);
            server.process.waitFor();
        } catch (IOException e) {
            started.completeExceptionally(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts this thread", e);
        }
    }

    /** setpriv is on every Debian; where it is missing, a server left over is ended at the next start. */
    private static List<String> dyingWithItsThread(List<String> command) {
        List<String> wrapped = new ArrayList<>();
        SETPRIV.stream().filter(Files::isExecutable).findFirst().ifPresent(setpriv -> {
            wrapped.add(setpriv.toString());
            wrapped.addAll(List.of("--pdeathsig", "KILL", "--"));
        });
        wrapped.addAll(command);
        return wrapped;
    }
}
