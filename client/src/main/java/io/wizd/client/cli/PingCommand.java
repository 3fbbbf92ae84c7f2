package io.wizd.client.cli;

import io.wizd.client.Client;
import io.wizd.protocol.Json;
import io.wizd.protocol.Jsons;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

/** {@code wiz ping}: whether a server answers, and how fast. */
@Command(
        name = "ping",
        description = "Asks the server for a sign of life.",
        footerHeading = "%nExamples:%n",
        footer = {"  wiz ping", "  wiz ping --server 10.0.0.7:8003 --timeout 0.5 || echo down"})
final class PingCommand extends WizCommand {
    record Pong(@Nullable String version) {}

    @Override
    public Integer call() {
        try (Client client = options().newClient()) {
            // The first pays for the connection and for loading the classes.
            client.call("ping", Json.EMPTY_OBJECT);
            long begunNanos = System.nanoTime();
            Json data = client.call("ping", Json.EMPTY_OBJECT);
            double elapsedMs = (System.nanoTime() - begunNanos) / 1e6;
            String version = Jsons.read(data, Pong.class).version();
            out().printf("pong from %s, wizd %s, %.1f ms%n", options().server(), version, elapsedMs);
            return Exit.OK;
        }
    }
}
