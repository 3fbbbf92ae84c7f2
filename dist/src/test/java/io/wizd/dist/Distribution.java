package io.wizd.dist;

import io.wizd.server.cli.WizdCall;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The unpacked distribution: runs its programs to their end. */
final class Distribution {
    /** {@code dist/target/wizd}. */
    static final Path HOME =
            Path.of(System.getProperty("wizd.distribution", "target/wizd")).toAbsolutePath();

    /** {@code bin/wizd} of it. */
    static final String WIZD = HOME.resolve("bin/wizd").toString();

    /** The source checkout. */
    static final Path SOURCES =
            Path.of(System.getProperty("wizd.sources", "..")).toAbsolutePath().normalize();

    /** No program takes so long, on however busy a machine; one that does is killed. */
    static final long LIMIT_SECONDS = 180;

    private Distribution() {}

    /** What a program came to. */
    record Result(int status, String out, String err) {}

    /** Runs {@code bin/wizd} with the arguments. */
    static Result wizd(String... arguments) {
        List<String> command = new ArrayList<>(List.of(WIZD));
        command.addAll(List.of(arguments));
        return run(command, Map.of());
    }

    /** The same in this JVM, for a command that starts no server, where its script and its process are not what is tested. */
    static Result wizdHere(String... arguments) {
        WizdCall.Result result = WizdCall.run(arguments);
        return new Result(result.status(), result.out(), result.err());
    }

    /** Runs a line as it would be pasted into a shell. */
    static Result shell(String line) {
        return run(List.of("sh", "-c", line), Map.of());
    }

    /** Runs a program with these variables on top of the environment, from which those of wizd are taken out. */
    static Result run(List<String> command, Map<String, String> variables) {
        try {
            Path folder = Files.createTempDirectory("wizd-run");
            try {
                return run(command, variables, folder);
            } finally {
                Files.deleteIfExists(folder.resolve("out"));
                Files.deleteIfExists(folder.resolve("err"));
                Files.deleteIfExists(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static Result run(List<String> command, Map<String, String> variables, Path folder)
            throws IOException, InterruptedException {
        // Files, not pipes: a server that is left in the background would hold a pipe open.
        ProcessBuilder builder = builder(command, variables)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(folder.resolve("out").toFile())
                .redirectError(folder.resolve("err").toFile());
        Process process = builder.start();
        if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError(command + " did not end within " + LIMIT_SECONDS + " s: "
                    + Files.readString(folder.resolve("out")) + Files.readString(folder.resolve("err")));
        }
        return new Result(
                process.exitValue(), Files.readString(folder.resolve("out")), Files.readString(folder.resolve("err")));
    }

    /** A process in the root folder, with nothing of the surroundings' wizd in its environment but the options of its JVM. */
    static ProcessBuilder builder(List<String> command, Map<String, String> variables) {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(Path.of("/").toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("WIZD_") && !name.equals("WIZD_JAVA_OPTS"));
        builder.environment().putAll(variables);
        return builder;
    }
}
