package io.wizd.server.cli;

import io.wizd.server.config.ConfigSources;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options that say which installation is meant: those of every command. */
class InstallationOptions {

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
        return new ConfigSources(home(), workingFolder(), System.getenv(), values(), config);
    }

    /** What the options say, by key. */
    Map<String, String> values() {
        Map<String, String> values = new LinkedHashMap<>();
        data.ifPresent(value -> values.put("data", value));
        return values;
    }

    /** The file that is named, by the option or by its variable. */
    Optional<Path> configFile() {
        return config.or(() -> Optional.ofNullable(System.getenv("WIZD_CONFIG"))
                        .filter(text -> !text.isBlank())
                        .map(Path::of))
                .map(workingFolder()::resolve);
    }

    /** As if the option named this file. */
    final void useConfig(Path file) {
        config = Optional.of(file);
    }

    /** The installation, or the source checkout; the script says which. */
    static Path home() {
        return Path.of(System.getProperty("wizd.home", ".")).toAbsolutePath().normalize();
    }

    static Path workingFolder() {
        return Path.of("").toAbsolutePath();
    }
}
