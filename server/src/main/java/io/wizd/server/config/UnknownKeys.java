package io.wizd.server.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import io.wizd.program.Suggestion;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Finds keys that nobody reads: mistakes of spelling, most of them. */
final class UnknownKeys {
    /** Variables that are read by the scripts of {@code bin/} and by the programs beside the server. */
    private static final List<String> OTHER_VARIABLES = List.of(
            "WIZD_CONFIG",
            "WIZD_DB_PASSWORD",
            "WIZD_DIST",
            "WIZD_HOME",
            "WIZD_JAVA_HOME",
            "WIZD_JAVA_OPTS",
            "WIZD_USER");

    private final List<String> known;
    private final ConfigObject reference;
    private final ConfigFaults faults;

    UnknownKeys(Config reference, ConfigFaults faults) {
        this.reference = reference.root();
        this.known = reference.entrySet().stream().map(Map.Entry::getKey).toList();
        this.faults = faults;
    }

    /**
     * Enters each unknown key of a file as a fault. Gives what is below {@code wizd} without them, in which a block is a
     * block where one is needed.
     */
    Config check(Config file) {
        for (String key : file.root().keySet()) {
            if (reference.containsKey(key)) {
                ConfigValue value = Objects.requireNonNull(file.root().get(key));
                faults.add(value.origin(), key + " is outside of wizd { … }; did you mean wizd." + key + "?");
            }
        }
        ConfigValue wizd = file.root().get("wizd");
        if (wizd == null || wizd instanceof ConfigObject) {
            return wizd == null
                    ? ConfigFactory.empty()
                    : check((ConfigObject) wizd, reference, "").toConfig();
        }
        faults.add(wizd.origin(), "wizd: must be a block { … }");
        return ConfigFactory.empty();
    }

    /** Enters each variable that nobody reads as a fault; an empty one is none. */
    void checkVariables(Map<String, String> environment) {
        Map<String, String> keyOf = new HashMap<>();
        known.forEach(key -> keyOf.put(ConfigLayers.variableOf(key), key));
        List<String> variables = new ArrayList<>(OTHER_VARIABLES);
        variables.addAll(keyOf.keySet());
        environment.forEach((name, value) -> {
            String key = keyOf.get(name);
            if (!name.startsWith(ConfigLayers.VARIABLE_PREFIX) || value.isEmpty()) {
                return;
            }
            if (!variables.contains(name)) {
                String nearest = didYouMean(name, "", variables);
                faults.add(
                        name,
                        "this variable is unknown" + nearest
                                + (nearest.isEmpty()
                                        ? "; if it is not for wizd, unset it"
                                        : " If it is not for wizd, unset it"));
            } else if (key != null && reference.toConfig().getValue(key) instanceof ConfigList) {
                faults.add(name, "wizd." + key + " is a list, which has no variable; set it in the configuration file");
            }
        });
    }

    private ConfigObject check(ConfigObject given, ConfigObject expected, String prefix) {
        ConfigObject sound = given;
        for (Map.Entry<String, ConfigValue> entry : given.entrySet()) {
            String key = prefix + entry.getKey();
            ConfigValue value = entry.getValue();
            ConfigValue counterpart = expected.get(entry.getKey());
            if (counterpart == null) {
                faults.add(value.origin(), "wizd." + key + " is unknown" + didYouMean(key, "wizd.", known));
                sound = sound.withoutKey(entry.getKey());
            } else if (counterpart instanceof ConfigObject block) {
                if (value instanceof ConfigObject inner) {
                    sound = sound.withValue(entry.getKey(), check(inner, block, key + "."));
                } else {
                    faults.add(
                            value.origin(),
                            "wizd." + key + ": must be a block { … } of "
                                    + String.join(
                                            ", ",
                                            block.keySet().stream().sorted().toList()));
                    sound = sound.withoutKey(entry.getKey());
                }
            }
        }
        return sound;
    }

    private static String didYouMean(String name, String prefix, List<String> candidates) {
        return Suggestion.didYouMean(Suggestion.of(name, candidates).map(nearest -> prefix + nearest));
    }
}
