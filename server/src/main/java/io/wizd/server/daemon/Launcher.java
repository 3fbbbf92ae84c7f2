package io.wizd.server.daemon;

import io.wizd.db.embedded.FileFaults;
import io.wizd.server.setup.StartException;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Starts a server in the background, in a session of its own, and waits until it serves or has said why not. */
public final class Launcher {
    private static final long POLL_MS = 20;
    private static final int LOG_LINES = 5;

    /** What a JVM ends with that cannot begin; the server never ends with it. */
    private static final int NO_JVM = 1;

    private final DataFolder folder;
    private final Daemon daemon;
    private final List<String> command;

    /**
     * @param command runs the server in the foreground
     */
    public Launcher(DataFolder folder, List<String> command) {
        this.folder = folder;
        this.daemon = new Daemon(folder);
        this.command = List.copyOf(command);
    }

    /**
     * Starts it, unless it runs.
     *
     * @return how it serves
     * @throws StartException with the server's own words and status, where it ended before it served
     */
    public Condition.Up start() {
        long logged = folder.log().toFile().length();
        Process process = spawn();
        try {
            while (!process.waitFor(POLL_MS, TimeUnit.MILLISECONDS)) {
                if (daemon.condition() instanceof Condition.Up up && up.pid() == process.pid()) {
                    return up;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartException(StartException.TRY_LATER, "interrupted while wizd was starting", e);
        }
        String why = reason(logged, process.exitValue());
        throw process.exitValue() == NO_JVM
                ? new StartException(StartException.UNAVAILABLE, "the JVM did not start: " + why)
                : new StartException(process.exitValue(), why);
    }

    private Process spawn() {
        List<String> detached = new ArrayList<>(List.of("setsid"));
        detached.addAll(command);
        try {
            // What an earlier start wrote is not to be taken for the words of this one.
            Files.deleteIfExists(folder.output());
            return new ProcessBuilder(detached)
                    .directory(folder.path().toFile())
                    .redirectInput(new File("/dev/null"))
                    .redirectOutput(
                            ProcessBuilder.Redirect.appendTo(folder.output().toFile()))
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException e) {
            throw new StartException(
                    StartException.CANNOT_CREATE,
                    "cannot start " + command.getFirst() + ": " + FileFaults.reason(e),
                    e);
        }
    }

    /** What it wrote, or its log where it had no time to write: it was killed. It names itself at the head of a line, as we do. */
    private String reason(long logged, int status) {
        String said = textOf(folder.output(), 0).replaceFirst("^wizd: ", "");
        if (!said.isEmpty()) {
            return said;
        }
        if (status == StartException.TRY_LATER) {
            // Whoever has it has begun the file anew meanwhile.
            return "data directory " + folder.path() + " is in use by another wizd, which was started at the same time";
        }
        List<String> log = textOf(folder.log(), logged).lines().toList();
        String ended = "it ended with status " + status + " before it served, and did not say why";
        return log.isEmpty()
                ? ended + " in " + folder.output() + "; is the disk full?"
                : ended + "; the end of " + folder.log() + ":\n"
                        + String.join("\n", log.subList(Math.max(0, log.size() - LOG_LINES), log.size()));
    }

    /** From this byte to the end; from the beginning where the file has been begun anew; nothing where it cannot be read. */
    private static String textOf(Path file, long from) {
        try (InputStream in = Files.newInputStream(file)) {
            in.skipNBytes(Files.size(file) < from ? 0 : from);
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            return ""; // the status is all that is left to tell
        }
    }
}
