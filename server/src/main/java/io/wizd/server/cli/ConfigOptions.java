package io.wizd.server.cli;

import io.wizd.server.daemon.Condition;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options that stand for configuration, of a server. */
final class ConfigOptions extends InstallationOptions {

    @Option(
            names = "--port",
            paramLabel = "N",
            description = "port to listen on, 0 for a free one (default: $WIZD_PORT, or 8003)")
    private Optional<String> port = Optional.empty();

    @Override
    Map<String, String> values() {
        Map<String, String> values = super.values();
        port.ifPresent(value -> values.put("port", value));
        return values;
    }

    /** The options that ask for what this server was started without, whether they were given or variables stand for them. */
    List<String> notTakenBy(Condition.Up server) {
        List<String> notTaken = new ArrayList<>();
        String running = Integer.toString(URI.create(server.url()).getPort());
        port.or(() -> Optional.ofNullable(System.getenv("WIZD_PORT")).filter(value -> !value.isEmpty()))
                .filter(asked -> !asked.equals("0") && !asked.equals(running))
                .ifPresent(asked -> notTaken.add("--port " + asked));
        sources()
                .namedFile()
                .filter(asked -> !server.config().isEmpty() && !asked.toString().equals(server.config()))
                .ifPresent(asked -> notTaken.add("--config " + asked));
        return notTaken;
    }

    /** The same options for another process, which may run in another folder. */
    List<String> arguments(Path dataDirectory) {
        List<String> arguments = new ArrayList<>(List.of("--data", dataDirectory.toString()));
        port.ifPresent(value -> arguments.addAll(List.of("--port", value)));
        configFile().ifPresent(file -> arguments.addAll(List.of("--config", file.toString())));
        return arguments;
    }
}
