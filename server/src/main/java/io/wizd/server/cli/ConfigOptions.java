package io.wizd.server.cli;

import io.wizd.server.daemon.Condition;
import io.wizd.server.daemon.Launch;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options that stand for configuration, of a server. */
final class ConfigOptions extends ProfileOptions {

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

    private Optional<String> askedPort() {
        return asked(port, "WIZD_PORT");
    }

    /** How a server is started with these options. */
    Launch launch(int listensOn, String profileInForce) {
        return new Launch(
                sources().effectiveFile().toString(),
                profileInForce,
                sources().namedFile().map(Path::toString).orElse(""),
                askedPort().map(asked -> Integer.toString(listensOn)).orElse(""),
                askedProfile().orElse(""));
    }

    /**
     * Takes over what the server was asked to be that runs or was killed, as far as nothing else is asked for now. Another
     * configuration file is another server.
     *
     * @return the options that stand for that
     */
    List<String> keepFrom(Condition server) {
        Launch before = launchOf(server);
        List<String> kept = new ArrayList<>();
        if (sources()
                .namedFile()
                .filter(file -> !file.toString().equals(before.configFile()))
                .isPresent()) {
            return kept;
        }
        if (askedPort().isEmpty() && !before.askedPort().isEmpty()) {
            port = Optional.of(before.askedPort());
            kept.add("--port " + before.askedPort());
        }
        if (askedProfile().isEmpty() && !before.askedProfile().isEmpty()) {
            useProfile(before.askedProfile());
            kept.add("--profile " + before.askedProfile());
        }
        if (sources().namedFile().isEmpty() && !before.askedConfig().isEmpty()) {
            useConfig(Path.of(before.askedConfig()));
            kept.add("--config " + before.askedConfig());
        }
        return kept;
    }

    private static Launch launchOf(Condition server) {
        return switch (server) {
            case Condition.Up up -> up.launch();
            case Condition.Silent silent -> silent.launch();
            case Condition.Dead dead -> dead.launch();
            case Condition.Changing ignored -> Launch.UNKNOWN;
            case Condition.Down ignored -> Launch.UNKNOWN;
        };
    }

    /** Says what was taken over, if anything was. */
    static void tellKept(List<String> kept, PrintWriter out) {
        if (!kept.isEmpty()) {
            out.println("wizd keeps what it was started with: " + String.join(" ", kept));
        }
    }

    /** The options that ask for what this server was started without, whether they were given or variables stand for them. */
    List<String> notTakenBy(Condition.Up server) {
        List<String> notTaken = new ArrayList<>();
        String running = Integer.toString(URI.create(server.url()).getPort());
        askedPort()
                .filter(asked -> !asked.equals("0") && !asked.equals(running))
                .ifPresent(asked -> notTaken.add("--port " + asked));
        askedProfile()
                .filter(asked -> isAnother(asked, server.launch().profile()))
                .ifPresent(asked -> notTaken.add("--profile " + asked));
        sources()
                .namedFile()
                .filter(asked -> isAnother(asked.toString(), server.launch().configFile()))
                .ifPresent(asked -> notTaken.add("--config " + asked));
        return notTaken;
    }

    /** The same options for another process, which may run in another folder. */
    List<String> arguments(Path dataDirectory) {
        List<String> arguments = new ArrayList<>(List.of("--data", dataDirectory.toString()));
        port.ifPresent(value -> arguments.addAll(List.of("--port", value)));
        profile().ifPresent(value -> arguments.addAll(List.of("--profile", value)));
        configFile().ifPresent(file -> arguments.addAll(List.of("--config", file.toString())));
        return arguments;
    }
}
