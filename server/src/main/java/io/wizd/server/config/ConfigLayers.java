package io.wizd.server.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Reads the sources and lays them one over the other: command line, environment, file, profile, reference.conf. All
 * keys are below {@code wizd}.
 *
 * @param file what the configuration file says, without the keys that do not exist
 * @param given what anybody has set, the file among them
 * @param profile the chosen profile
 * @param reference every key with its default
 */
record ConfigLayers(Config file, Config given, Config profile, Config reference) {
    private static final String ROOT = "wizd";

    /** What {@code profile} may be. */
    static final List<String> PROFILES = List.of("development", "production");

    /** Keys whose text is a path. */
    static final Set<String> PATHS = Set.of("data", "plugins");

    /** The layers; a source that cannot be read is a fault and counts as empty. */
    static ConfigLayers read(ConfigSources sources, ConfigFaults faults) {
        Config reference = resource("reference.conf").getConfig(ROOT);
        UnknownKeys unknown = new UnknownKeys(reference, faults);
        unknown.checkVariables(sources.environment());
        Config file = unknown.check(file(sources, faults));
        Config given =
                options(sources).withFallback(environment(sources, reference)).withFallback(file);
        return new ConfigLayers(file, given, profile(given.withFallback(reference)), reference);
    }

    /** What is in force. */
    Config effective() {
        return given.withFallback(profile).withFallback(reference);
    }

    /** What the variables of all keys begin with. */
    static final String VARIABLE_PREFIX = "WIZD_";

    /** What a variable of the environment is called: {@code database.bufferPool} is WIZD_DATABASE_BUFFER_POOL. */
    static String variableOf(String key) {
        return VARIABLE_PREFIX
                + key.replace('.', '_').replaceAll("([a-z])([A-Z])", "$1_$2").toUpperCase(Locale.ROOT);
    }

    private static Config options(ConfigSources sources) {
        Config config = ConfigFactory.empty();
        for (Map.Entry<String, String> option : sources.options().entrySet()) {
            config = with(config, option.getKey(), option.getValue(), "--" + option.getKey(), sources);
        }
        return config;
    }

    private static Config environment(ConfigSources sources, Config reference) {
        Config config = ConfigFactory.empty();
        for (Map.Entry<String, ConfigValue> entry : reference.entrySet()) {
            String variable = variableOf(entry.getKey());
            String value = sources.environment().getOrDefault(variable, "");
            if (!value.isEmpty() && !(entry.getValue() instanceof ConfigList)) {
                config = with(config, entry.getKey(), value, variable, sources);
            }
        }
        return config;
    }

    private static Config with(Config config, String key, String value, String origin, ConfigSources sources) {
        String text = PATHS.contains(key)
                ? sources.workingFolder().resolve(value).normalize().toString()
                : value;
        return config.withValue(key, ConfigValueFactory.fromAnyRef(text, origin));
    }

    private static Config file(ConfigSources sources, ConfigFaults faults) {
        Path file = sources.effectiveFile();
        if (sources.namedFile().isEmpty() && !Files.exists(file)) {
            return ConfigFactory.empty();
        }
        if (!Files.exists(file)) {
            faults.add(file.toString(), "this configuration file" + sources.namedBy() + " does not exist");
            return ConfigFactory.empty();
        }
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            faults.add(file.toString(), "this configuration file" + sources.namedBy() + " cannot be read");
            return ConfigFactory.empty();
        }
        if (file.toFile().length() == 0) {
            // A command that failed leaves it where its output was to go; the defaults would make new databases.
            faults.add(
                    file.toString(),
                    "this configuration file is empty; write into it, or remove it to have the defaults");
            return ConfigFactory.empty();
        }
        try {
            return ConfigFactory.parseFile(file.toFile(), ConfigParseOptions.defaults())
                    .resolve();
        } catch (ConfigException e) {
            String what = SyntaxFault.of(e);
            if (e.origin() == null) {
                faults.add(file.toString(), what);
            } else {
                faults.add(e.origin(), what);
            }
            return ConfigFactory.empty();
        }
    }

    /** Nothing if there is none of that name, which whoever reads the keys tells. */
    private static Config profile(Config config) {
        String name = String.valueOf(
                Objects.requireNonNull(config.root().get("profile")).unwrapped());
        return PROFILES.contains(name) ? resource(name + ".conf").getConfig(ROOT) : ConfigFactory.empty();
    }

    private static Config resource(String name) {
        return ConfigFactory.parseResources(ConfigLayers.class.getClassLoader(), name)
                .resolve();
    }
}
