package io.wizd.client.cli;

import io.wizd.program.ProcessIdentity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs {@code wiz} as a person does: a process of its own, with its own environment and standard input. */
record WizProcess(Path folder, int port) {
    /** What it left behind. */
    record Result(int status, String out, String err) {}

    /** The server at the port runs on the folder, which has the password of its administrator. */
    void ownsServer(String adminPassword) throws IOException {
        Files.writeString(folder.resolve("admin-password"), adminPassword + "\n");
        Files.writeString(
                folder.resolve("wizd.properties"),
                "pid=" + ProcessHandle.current().pid() + "\nstarted="
                        + ProcessIdentity.ofThis().started() + "\nurl=http://127.0.0.1:" + port + "\n");
    }

    Result run(String... args) throws IOException, InterruptedException {
        return runWithInput("", args);
    }

    Result runWithInput(String input, String... args) throws IOException, InterruptedException {
        return runWithInput(input, builder(args));
    }

    Result runWithInput(String input, ProcessBuilder notStarted) throws IOException, InterruptedException {
        Path in = Files.writeString(folder.resolve("in"), input);
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        ProcessBuilder builder = notStarted
                .redirectInput(in.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        Process process = builder.start();
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                throw new IllegalStateException(String.join(" ", builder.command()) + " did not end");
            }
        } finally {
            process.destroyForcibly();
        }
        return new Result(process.exitValue(), read(out), read(err));
    }

    /** Not started yet. */
    ProcessBuilder builder(String... args) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                Wiz.class.getName()));
        command.addAll(List.of(args));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("WIZD_PORT", Integer.toString(port));
        builder.environment().put("WIZD_DATA", folder.toString());
        builder.environment().put("XDG_STATE_HOME", folder.toString());
        return builder;
    }

    private static String read(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.UTF_8);
    }
}
