package io.wizd.client.cli;

import io.wizd.client.Client;
import io.wizd.client.ClientException;
import io.wizd.client.ReplyException;
import io.wizd.client.ServerAddress;
import io.wizd.protocol.Json;
import io.wizd.protocol.Jsons;
import io.wizd.protocol.Printable;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** {@code wiz ping}: whether servers answer, and how fast. */
@Command(
        name = "ping",
        description = "Asks each server for a sign of life. The exit status is 69 where one gives none.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  bin/wiz ping",
            "  bin/wiz ping --server 10.0.0.7:8003 --timeout 0.5 || echo down",
            "  bin/wiz ping --server 10.0.0.7:8003,10.0.0.8:8003 --watch",
            "  bin/wiz ping --watch --count 1 --json"
        })
final class PingCommand extends WizCommand {
    record Pong(@Nullable String version) {}

    private record Told(boolean isUp, String line) {}

    @Option(
            names = "--watch",
            description =
                    "A line for each server, every second: up or down, latency, version, since when it is seen so. Ctrl-C ends"
                            + " it, with status 0")
    private boolean watch;

    @Option(
            names = "--count",
            paramLabel = "N",
            description = "With --watch: end after N rounds, with status 69 where a server is down then")
    private @Nullable Integer count;

    @Option(names = "--json", description = "With --watch: each line is a JSON object")
    private boolean json;

    @Override
    public Integer call() throws InterruptedException {
        if (!watch && (count != null || json)) {
            throw new ParameterException(spec().commandLine(), "--count and --json go with --watch");
        }
        if (count != null && count < 1) {
            throw new ParameterException(spec().commandLine(), "--count is at least 1, not " + count);
        }
        if (watch) {
            return new ServerWatch(options(), out(), json).run(count == null ? Long.MAX_VALUE : count);
        }
        return options().servers().size() == 1 ? pingOne(options().servers().getFirst()) : pingAll();
    }

    private int pingOne(ServerAddress server) {
        try (Client client = options().newClient()) {
            // The first pays for the connection and for loading the classes.
            client.call("ping", Json.EMPTY_OBJECT);
            long begunNanos = System.nanoTime();
            print(pong(server, client.call("ping", Json.EMPTY_OBJECT), begunNanos));
            return Exit.OK;
        }
    }

    private static String pong(ServerAddress server, Json data, long begunNanos) {
        double elapsedMs = (System.nanoTime() - begunNanos) / 1e6;
        String version = Jsons.read(data, Pong.class).version();
        return "pong from %s, wizd %s, %.1f ms".formatted(server, version, elapsedMs);
    }

    /** All at the same time, told in the order in which they were named. */
    private int pingAll() {
        List<CompletableFuture<Told>> pings =
                options().servers().stream().map(this::ping).toList();
        boolean allUp = true;
        for (CompletableFuture<Told> ping : pings) {
            Told told = ping.join();
            print(told.line());
            allUp &= told.isUp();
        }
        return allUp ? Exit.OK : Exit.UNAVAILABLE;
    }

    private CompletableFuture<Told> ping(ServerAddress server) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try (Client client = options().newClient(List.of(server))) {
                        client.call("ping", Json.EMPTY_OBJECT);
                        long begunNanos = System.nanoTime();
                        Json data = client.call("ping", Json.EMPTY_OBJECT);
                        return new Told(true, pong(server, data, begunNanos));
                    } catch (ClientException e) {
                        return new Told(false, Wiz.unreachable(e, server.toString()));
                    } catch (ReplyException e) {
                        return new Told(false, "no pong from " + server + ": " + e.getMessage());
                    }
                },
                task -> Thread.ofVirtual().start(task));
    }

    private void print(String line) {
        out().println(Printable.of(line));
    }
}
