package io.wizd.server.cli;

import io.wizd.server.config.ConfigSources;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options that stand for configuration. */
final class ConfigOptions {

    @Option(
            names = "--port",
            paramLabel = "N",
            description = "port to listen on, 0 for a free one (default: $WIZD_PORT, or 8003)")
    private Optional<String> port = Optional.empty();

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "data directory (default: $WIZD_DATA, or data/ of the installation)")
    private Optional<String> data = Optional.empty();

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "configuration file (default: $WIZD_CONFIG, or conf/wizd.conf where that exists)")
    private Optional<Path> config = Optional.empty();

    /** What the configuration is read from. */
    ConfigSources sources() {
        Map<String, String> options = new LinkedHashMap<>();
        port.ifPresent(value -> options.put("port", value));
        data.ifPresent(value -> options.put("data", value));
        return new ConfigSources(home(), workingFolder(), System.getenv(), options, config);
    }

    /** The same options for another process, which may run in another folder. */
    List<String> arguments(Path dataDirectory) {
        List<String> arguments = new ArrayList<>(List.of("--data", dataDirectory.toString()));
        port.ifPresent(value -> arguments.addAll(List.of("--port", value)));
        config.or(() -> Optional.ofNullable(System.getenv("WIZD_CONFIG"))
                        .filter(text -> !text.isBlank())
                        .map(Path::of))
                .ifPresent(file -> arguments.addAll(
                        List.of("--config", workingFolder().resolve(file).toString())));
        return arguments;
    }

    /** The installation, or the source checkout; the script says which. */
    static Path home() {
        return Path.of(System.getProperty("wizd.home", ".")).toAbsolutePath().normalize();
    }

    static Path workingFolder() {
        return Path.of("").toAbsolutePath();
    }
}
