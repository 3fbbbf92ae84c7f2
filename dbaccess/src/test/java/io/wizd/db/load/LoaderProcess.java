package io.wizd.db.load;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The loader as a process of its own, which a test can interrupt and kill. Closing it ends it. */
final class LoaderProcess implements AutoCloseable {

    private static final int TIMEOUT_SECONDS = 120;

    private final Process process;
    private final StringBuilder written = new StringBuilder();
    private final CompletableFuture<String> output;

    private LoaderProcess(Process process) {
        this.process = process;
        this.output = CompletableFuture.supplyAsync(this::readAll);
    }

    /** @param jvmOptions for example a small heap; standard error goes where standard output goes */
    static LoaderProcess start(List<String> jvmOptions, Map<String, String> environment, List<String> arguments)
            throws IOException {
        return run(command(jvmOptions, arguments), environment);
    }

    /** With a terminal of its own, from util-linux's script(1), on which the answers are typed. */
    static LoaderProcess startOnTerminal(Map<String, String> environment, List<String> arguments, String answers)
            throws IOException {
        StringBuilder line = new StringBuilder();
        for (String word : command(List.of(), arguments)) {
            line.append('\'').append(word.replace("'", "'\\''")).append("' ");
        }
        // A test that runs in the background of a shell has SIGINT ignored, and its children inherit that.
        List<String> withCtrlC = List.of("env", "--default-signal=INT", "script", "--quiet", "--return", "--command");
        List<String> command = new ArrayList<>(withCtrlC);
        command.addAll(List.of(line.toString(), "/dev/null"));
        LoaderProcess started = run(command, environment);
        started.type(answers);
        return started;
    }

    private static LoaderProcess run(List<String> command, Map<String, String> environment) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        return new LoaderProcess(builder.start());
    }

    private static List<String> command(List<String> jvmOptions, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvmOptions);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), TableLoadCommand.class.getName()));
        command.addAll(arguments);
        return command;
    }

    /** SIGTERM. */
    void terminate() {
        // Process.destroy would close the pipe too, and with it what the loader has to say.
        process.toHandle().destroy();
    }

    /** SIGKILL. */
    void kill() {
        process.destroyForcibly();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Waits for the end; returns the exit status. */
    int status() throws InterruptedException {
        if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException("the loader still runs after " + TIMEOUT_SECONDS + " s");
        }
        return process.exitValue();
    }

    /** All that it wrote, once it has ended. */
    String output() throws Exception {
        return output.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().onExit().join();
    }

    /** Waits until a text has been written. */
    void awaitOutput(String text) throws InterruptedException {
        synchronized (written) {
            long deadlineNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(TIMEOUT_SECONDS);
            while (written.indexOf(text) < 0) {
                if (System.nanoTime() > deadlineNanos) {
                    throw new IllegalStateException("not seen: " + text + " in: " + written);
                }
                written.wait(1000);
            }
        }
    }

    /** Types on the terminal. */
    void type(String text) throws IOException {
        process.outputWriter(StandardCharsets.UTF_8).append(text).flush();
    }

    private String readAll() {
        try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
            char[] some = new char[4096];
            for (int got = reader.read(some); got >= 0; got = reader.read(some)) {
                synchronized (written) {
                    written.append(some, 0, got);
                    written.notifyAll();
                }
            }
        } catch (IOException e) {
            // A killed process may take its pipe with it.
            written.append("\n(").append(e.getMessage()).append(")");
        }
        synchronized (written) {
            return written.toString();
        }
    }
}
