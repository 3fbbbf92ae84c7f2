package io.wizd.server.daemon;

import io.wizd.db.embedded.FileFaults;
import io.wizd.server.setup.StartException;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Starts a server in the background, in a session of its own, and waits until it serves or has said why not. */
public final class Launcher {
    private static final long POLL_MS = 20;

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
        long before = folder.output().toFile().length();
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
        throw new StartException(process.exitValue(), reason(before, process.exitValue()));
    }

    private Process spawn() {
        List<String> detached = new ArrayList<>(List.of("setsid"));
        detached.addAll(command);
        try {
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

    /** What it wrote since; it names itself at the head of each line, as this command does. */
    private String reason(long before, int status) {
        Path output = folder.output();
        try {
            byte[] all = Files.readAllBytes(output);
            int from = (int) Math.min(before, all.length);
            String text = new String(Arrays.copyOfRange(all, from, all.length), StandardCharsets.UTF_8).strip();
            if (!text.isEmpty()) {
                return text.replaceFirst("^wizd: ", "");
            }
        } catch (IOException e) {
            // The status is all that is left to tell.
        }
        return "it ended with status " + status + " before it served, and could not say why in " + output
                + "; is the disk full?";
    }
}
