package io.wizd.db.embedded;

import io.wizd.event.Events;
import io.wizd.event.MariadbEvent.MariadbLeftOver;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A MariaDB that outlived its wizd and still holds the data directory. Only a process that is provably that one is
 * ended: process ids are used again, and the one in a stale pid file may by now be anybody.
 */
final class LeftOverServer {
    private static final Duration CLEAN_END_LIMIT = Duration.ofSeconds(30);
    private static final Duration KILL_LIMIT = Duration.ofSeconds(5);

    private LeftOverServer() {}

    /**
     * Ends what the directory's pid file names, if that is a MariaDB on this directory. The caller holds the
     * directory's lock, so no living wizd uses it.
     *
     * @throws DatabaseStartException if it is, and does not end
     */
    static void end(DataDirectory data) throws IOException {
        Optional<ProcessHandle> found = pid(data.pidFile()).flatMap(ProcessHandle::of);
        if (found.isPresent() && isServerOf(found.get().pid(), data.mariadb())) {
            Events.tell(new MariadbLeftOver(found.get().pid()));
            if (!ends(found.get())) {
                throw DatabaseStartException.tryLater("a MariaDB left over on " + data.root() + " (process "
                        + found.get().pid() + ") cannot be ended; end it and start again");
            }
        }
        Files.deleteIfExists(data.pidFile());
    }

    private static boolean ends(ProcessHandle server) {
        server.destroy();
        if (endsWithin(server, CLEAN_END_LIMIT)) {
            return true;
        }
        server.destroyForcibly();
        return endsWithin(server, KILL_LIMIT);
    }

    private static boolean endsWithin(ProcessHandle server, Duration limit) {
        try {
            server.onExit().get(limit.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static boolean isServerOf(long pid, Path mariadb) {
        try {
            String commandLine =
                    Files.readString(Path.of("/proc", Long.toString(pid), "cmdline"), StandardCharsets.ISO_8859_1);
            List<String> arguments = Arrays.asList(commandLine.split("\0"));
            String option =
                    new String(("--datadir=" + mariadb).getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
            return arguments.getFirst().endsWith("/mariadbd") && arguments.contains(option);
        } catch (IOException e) {
            return false;
        }
    }

    private static Optional<Long> pid(Path file) throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        String text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).strip();
        return text.matches("[0-9]{1,18}") ? Optional.of(Long.parseLong(text)) : Optional.empty();
    }
}
