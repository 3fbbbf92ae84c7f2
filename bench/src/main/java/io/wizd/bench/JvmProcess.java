package io.wizd.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A program of our class path in a JVM of its own, with the same options for every one. The kernel kills it when the
 * thread that started it ends, so it does not outlive this process. One thread.
 */
public final class JvmProcess implements ReferenceProcess {
    /** Those of bin/wizd and bin/lib/java.sh; WIZD_JAVA_OPTS adds to them. */
    private static final List<String> OPTIONS = List.of(
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-Xms32m",
            "-Xmx512m",
            "-XX:+UseSerialGC",
            "-XX:NewRatio=5",
            "-XX:TrimNativeHeapInterval=5000",
            "-XX:+ExitOnOutOfMemoryError",
            "-Dio.netty.leakDetection.level=disabled");

    /** Those of bin/wizd. */
    private static final Map<String, String> ALLOCATION =
            Map.of("MALLOC_ARENA_MAX", "2", "MALLOC_MMAP_THRESHOLD_", "131072");

    private static final String ENDED = "";
    private static final int END_TIMEOUT_S = 20;

    private final String name;
    private final Path log;
    private final Process process;
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

    private JvmProcess(String name, Path log, Process process) {
        this.name = name;
        this.log = log;
        this.process = process;
        // Not a virtual one: it waits in a read of a pipe, which holds a carrier, and there are as few as processors.
        Thread.ofPlatform().daemon().name("read " + name).start(this::readLines);
    }

    /**
     * Starts it.
     *
     * @param folder for its log
     */
    static JvmProcess start(String name, Path folder, String mainClass, List<String> arguments) {
        return start(name, folder, List.of(), mainClass, arguments);
    }

    /**
     * The same with more options of the JVM, which overrule all others.
     *
     * @throws BenchException if it cannot be started
     */
    public static JvmProcess start(
            String name, Path folder, List<String> options, String mainClass, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of("setpriv", "--pdeathsig", "KILL"));
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(OPTIONS);
        Stream.of(System.getenv().getOrDefault("WIZD_JAVA_OPTS", "").split(" "))
                .filter(option -> !option.isEmpty())
                .forEach(command::add);
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), mainClass));
        command.addAll(arguments);
        Path log = folder.resolve(name + ".log");
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(log.toFile());
        // What is set for the user's own wizd must not change the one that is measured.
        builder.environment().keySet().removeIf(variable -> variable.startsWith("WIZD_"));
        builder.environment().putAll(ALLOCATION);
        try {
            return new JvmProcess(name, log, builder.start());
        } catch (IOException e) {
            throw new BenchException("cannot start " + name + ": " + e.getMessage(), e);
        }
    }

    private void readLines() {
        try (BufferedReader reader = process.inputReader()) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                if (!line.isEmpty()) {
                    lines.add(line);
                }
            }
        } catch (IOException | UncheckedIOException e) {
            // Closed: the same as the end.
        } finally {
            lines.add(ENDED);
        }
    }

    /**
     * What follows {@code prefix} in the next line of its output that begins so.
     *
     * @throws BenchException if it does not come in time
     */
    public String await(String prefix, int timeoutMs) {
        long deadlineNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMs);
        try {
            while (true) {
                String line = lines.poll(deadlineNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
                if (line == null) {
                    throw new BenchException(name + " did not say \"" + prefix + "\" within " + timeoutMs + " ms");
                }
                if (line.equals(ENDED)) {
                    throw new BenchException(
                            name + " ended: " + Files.readString(log).strip());
                }
                if (line.startsWith(prefix)) {
                    return line.substring(prefix.length());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchException("interrupted while waiting for " + name, e);
        } catch (IOException e) {
            throw new BenchException(name + " ended, and its log cannot be read: " + e.getMessage(), e);
        }
    }

    /** Writes one line to its standard input. */
    void tell(String line) {
        try {
            process.outputWriter().append(line).append('\n').flush();
        } catch (IOException e) {
            throw new BenchException(name + " takes no more orders: " + e.getMessage(), e);
        }
    }

    @Override
    public ProcessHandle handle() {
        return process.toHandle();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(END_TIMEOUT_S, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
