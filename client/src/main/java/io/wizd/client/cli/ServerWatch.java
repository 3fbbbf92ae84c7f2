package io.wizd.client.cli;

import io.wizd.client.Client;
import io.wizd.client.HealthPolicy;
import io.wizd.client.ServerState;
import io.wizd.client.ServerState.Health;
import io.wizd.protocol.Jsons;
import io.wizd.protocol.Printable;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** {@code wiz ping --watch}: what a client knows of its servers, every second. */
final class ServerWatch {
    private static final int PERIOD_MS = 1_000;
    private static final int PING_INTERVAL_MS = 100;
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);

    /** One line for a machine. */
    private record Line(
            String time,
            String server,
            boolean up,
            String since,
            @Nullable Double latencyMs,
            @Nullable String version,
            @Nullable String error) {}

    private final ServerOptions options;
    private final PrintWriter out;
    private final boolean json;
    private final boolean redraws;

    ServerWatch(ServerOptions options, PrintWriter out, boolean json) {
        this.options = options;
        this.out = out;
        this.json = json;
        this.redraws = !json && System.console() != null && System.console().isTerminal();
    }

    /** Prints so many rounds, and none more once they cannot be written; the exit status. */
    int run(long rounds) throws InterruptedException {
        // Ctrl-C is how one ends it, and no failure.
        Thread endWell = new Thread(() -> Runtime.getRuntime().halt(Exit.OK), "interrupted");
        Runtime.getRuntime().addShutdownHook(endWell);
        HealthPolicy often = new HealthPolicy(PING_INTERVAL_MS, Math.max(10, options.timeoutMs()), 100, PERIOD_MS);
        try (Client client = new Client(options.config().withHealth(often))) {
            waitUntilKnown(client);
            for (long round = 1; round < rounds && !out.checkError(); round++) {
                print(client.servers(), round > 1);
                TimeUnit.MILLISECONDS.sleep(PERIOD_MS);
            }
            List<ServerState> atLast = client.servers();
            print(atLast, rounds > 1);
            return atLast.stream().allMatch(ServerState::isUp) ? Exit.OK : Exit.UNAVAILABLE;
        } finally {
            Runtime.getRuntime().removeShutdownHook(endWell);
        }
    }

    private void waitUntilKnown(Client client) throws InterruptedException {
        long untilNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(options.timeoutMs());
        while (client.servers().stream().anyMatch(server -> server.health() == Health.CONNECTING)
                && System.nanoTime() - untilNanos < 0) {
            TimeUnit.MILLISECONDS.sleep(10);
        }
        // The first ping pays for loading the classes.
        TimeUnit.MILLISECONDS.sleep(3 * PING_INTERVAL_MS);
    }

    private void print(List<ServerState> servers, boolean again) {
        if (redraws && again) {
            out.print("\033[" + servers.size() + "A");
        }
        int width = servers.stream()
                .mapToInt(server -> server.address().toString().length())
                .max()
                .orElse(0);
        for (ServerState server : servers) {
            out.print(Printable.of(json ? Jsons.write(line(server)).toString() : text(server, width)));
            out.println(redraws ? "\033[K" : "");
        }
        out.flush();
    }

    private static Line line(ServerState server) {
        boolean up = server.isUp();
        return new Line(
                Instant.now().truncatedTo(ChronoUnit.MILLIS).toString(),
                server.address().toString(),
                up,
                server.since().truncatedTo(ChronoUnit.MILLIS).toString(),
                up ? server.roundTrip().map(ServerWatch::millis).orElse(null) : null,
                server.version().orElse(null),
                up ? null : server.lastError().orElse(null));
    }

    private static String text(ServerState server, int width) {
        String since = CLOCK.format(LocalDateTime.ofInstant(server.since(), ZoneId.systemDefault()));
        String begin = "%s  %-" + width + "s  %-4s  ";
        String head = begin.formatted(
                CLOCK.format(LocalDateTime.now(ZoneId.systemDefault())),
                server.address(),
                server.isUp() ? "up" : "down");
        if (!server.isUp()) {
            return head + "seen since " + since + ", " + server.lastError().orElse("not connected yet");
        }
        return head
                + "seen since %s, %.1f ms, wizd %s"
                        .formatted(
                                since,
                                server.roundTrip().map(ServerWatch::millis).orElse(0.0),
                                server.version().orElse("of unknown version"));
    }

    private static double millis(Duration duration) {
        return duration.toNanos() / 1e6;
    }
}
