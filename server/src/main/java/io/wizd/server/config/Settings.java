package io.wizd.server.config;

import io.wizd.server.ServerConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/**
 * The configuration, read, checked and sealed.
 *
 * @param profile what it has by default: {@code development} or {@code production}
 * @param plugins the folder of handlers that came as jars; the default one need not exist
 * @param fixtures whether the very first start loads the sample data
 * @param values what is in force, to be shown
 * @param warnings faults of the file that something overrides, a line each
 */
public record Settings(
        String profile,
        ServerConfig server,
        LogConfig log,
        Path plugins,
        boolean fixtures,
        EffectiveValues values,
        List<String> warnings) {

    /**
     * Reads and checks everything.
     *
     * @throws InvalidConfigException with all faults, where there is one
     */
    public static Settings read(ConfigSources sources) {
        return read(sources, OptionalLong.empty());
    }

    /**
     * The same in the process that will serve: what requests may hold must go into its heap.
     *
     * @throws InvalidConfigException with all faults, where there is one
     */
    public static Settings readToServe(ConfigSources sources) {
        return read(sources, OptionalLong.of(Runtime.getRuntime().maxMemory()));
    }

    static Settings read(ConfigSources sources, OptionalLong heapBytes) {
        ConfigFaults faults = new ConfigFaults();
        ConfigLayers layers = ConfigLayers.read(sources, faults);
        KeyReader keys = new KeyReader(layers, sources.home(), faults);
        Settings settings =
                new SettingsReader(keys).read(new EffectiveValues(layers.effective(), sources.home()), heapBytes);
        faults.throwIfAny();
        return settings;
    }

    /**
     * The data directory alone, for commands that must work on a running server although the rest of its configuration
     * is wrong by now.
     *
     * @throws InvalidConfigException if not even this can be told
     */
    public static Path dataDirectory(ConfigSources sources) {
        ConfigFaults faults = new ConfigFaults();
        ConfigLayers layers = ConfigLayers.read(sources, new ConfigFaults());
        Path data = new KeyReader(layers, sources.home(), faults).path("data");
        faults.throwIfAny();
        return data;
    }
}
