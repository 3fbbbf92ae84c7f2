package io.wizd.server.cli;

import io.wizd.server.daemon.Condition;
import io.wizd.server.daemon.Launch;
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

    @Option(
            names = "--profile",
            paramLabel = "NAME",
            description = "development, or production for a machine that serves others (default: $WIZD_PROFILE, or"
                    + " development)")
    private Optional<String> profile = Optional.empty();

    @Override
    Map<String, String> values() {
        Map<String, String> values = super.values();
        port.ifPresent(value -> values.put("port", value));
        profile.ifPresent(value -> values.put("profile", value));
        return values;
    }

    private static Optional<String> asked(Optional<String> option, String variable) {
        return option.or(() -> Optional.ofNullable(System.getenv(variable)).filter(value -> !value.isEmpty()));
    }

    private Optional<String> askedPort() {
        return asked(port, "WIZD_PORT");
    }

    private Optional<String> askedProfile() {
        return asked(profile, "WIZD_PROFILE");
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

    /** Takes over what this server was asked to be, as far as nothing else is asked for now; which options stand for that. */
    List<String> keep(Launch before) {
        List<String> kept = new ArrayList<>();
        if (askedPort().isEmpty() && !before.askedPort().isEmpty()) {
            port = Optional.of(before.askedPort());
            kept.add("--port " + before.askedPort());
        }
        if (askedProfile().isEmpty() && !before.askedProfile().isEmpty()) {
            profile = Optional.of(before.askedProfile());
            kept.add("--profile " + before.askedProfile());
        }
        if (sources().namedFile().isEmpty() && !before.askedConfig().isEmpty()) {
            useConfig(Path.of(before.askedConfig()));
            kept.add("--config " + before.askedConfig());
        }
        return kept;
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

    private static boolean isAnother(String asked, String running) {
        return !running.isEmpty() && !running.equals(asked);
    }

    /** The same options for another process, which may run in another folder. */
    List<String> arguments(Path dataDirectory) {
        List<String> arguments = new ArrayList<>(List.of("--data", dataDirectory.toString()));
        port.ifPresent(value -> arguments.addAll(List.of("--port", value)));
        profile.ifPresent(value -> arguments.addAll(List.of("--profile", value)));
        configFile().ifPresent(file -> arguments.addAll(List.of("--config", file.toString())));
        return arguments;
    }
}
