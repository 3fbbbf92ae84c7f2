package io.wizd.server.config;

import com.typesafe.config.Config;
import io.wizd.server.ServerConfig;
import java.nio.file.Path;
import java.util.OptionalLong;

/**
 * The configuration, read, checked and sealed.
 *
 * @param plugins the folder of handlers that came as jars; the default one need not exist
 * @param fixtures whether the very first start loads the sample data
 * @param values what is in force, to be shown
 */
public record Settings(ServerConfig server, LogConfig log, Path plugins, boolean fixtures, EffectiveValues values) {

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
        Config effective = layers.effective();
        KeyReader keys = new KeyReader(effective, layers.reference(), sources.home(), faults);
        Settings settings = new SettingsReader(keys).read(new EffectiveValues(effective, sources.home()), heapBytes);
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
        Path data = new KeyReader(layers.effective(), layers.reference(), sources.home(), faults).path("data");
        faults.throwIfAny();
        return data;
    }
}
