package io.wizd.server.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import java.math.BigDecimal;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads keys with their types and limits. A value that does not fit is entered as a fault, and its default given
 * instead, so that the reading goes on to the next fault. For one thread.
 */
final class KeyReader {
    private final Config file;
    private final Config config;
    private final Config defaults;
    private final Path home;
    private final ConfigFaults faults;

    /**
     * @param layers of which the reference has each key, with a value that fits
     * @param home what relative paths are below
     */
    KeyReader(ConfigLayers layers, Path home, ConfigFaults faults) {
        this.file = layers.file();
        this.config = layers.effective();
        this.defaults = layers.reference();
        this.home = home;
        this.faults = faults;
    }

    int integer(String key, int min, int max) {
        return read(key, "must be a whole number from " + min + " to " + max, source -> {
            int number = new BigDecimal(source.getString(key)).intValueExact();
            return number >= min && number <= max ? Optional.of(number) : Optional.empty();
        });
    }

    long bytes(String key, long min, long max, String limits) {
        return read(key, "must be a size from " + limits + ", such as 1 MiB", source -> {
            long bytes = source.getBytes(key);
            return bytes >= min && bytes <= max ? Optional.of(bytes) : Optional.empty();
        });
    }

    long millis(String key, Duration min, Duration max) {
        return read(key, "must be a time from " + shown(min) + " to " + shown(max) + ", such as 10 s", source -> {
            Duration time = source.getDuration(key);
            return time.compareTo(min) >= 0 && time.compareTo(max) <= 0
                    ? Optional.of(time.toMillis())
                    : Optional.empty();
        });
    }

    boolean flag(String key) {
        return read(key, "must be true or false", source -> Optional.of(source.getBoolean(key)));
    }

    String text(String key) {
        return read(key, "must be text", source -> Optional.of(source.getString(key)));
    }

    /** A list in brackets, or a text with commas, as variables of the environment have it; with commas. */
    String listed(String key) {
        return read(
                key,
                "must be a list such as [a, b], or text such as \"a, b\"",
                source -> Optional.of(
                        source.getValue(key) instanceof ConfigList
                                ? String.join(",", source.getStringList(key))
                                : source.getString(key)));
    }

    Path path(String key) {
        return read(
                key,
                "must be a path",
                source -> Optional.of(source.getString(key))
                        .filter(text -> !text.isBlank())
                        .map(text -> home.resolve(text).normalize()));
    }

    <E extends Enum<E>> E choice(String key, Class<E> type) {
        Map<String, E> choices = new LinkedHashMap<>();
        for (E choice : type.getEnumConstants()) {
            choices.put(choice.name().toLowerCase(Locale.ROOT), choice);
        }
        return Objects.requireNonNull(choices.get(oneOf(key, choices.keySet())));
    }

    String oneOf(String key, Collection<String> choices) {
        return read(
                key,
                "must be one of " + String.join(", ", choices),
                source -> Optional.of(source.getString(key)).filter(choices::contains));
    }

    /** The blocks of a list, each with its own origin. */
    List<ConfigObject> blocks(String key) {
        return read(key, "must be a list of blocks: [{ … }, { … }]", source -> {
            List<? extends ConfigValue> values = source.getList(key);
            return values.stream().allMatch(ConfigObject.class::isInstance)
                    ? Optional.of(values.stream().map(ConfigObject.class::cast).toList())
                    : Optional.empty();
        });
    }

    /** Whether nobody set the key to anything else. */
    boolean isDefault(String key) {
        return config.getValue(key).equals(defaults.getValue(key));
    }

    /** Enters a fault of a key's value that its type cannot tell. */
    void fault(String key, String what) {
        fault(find(key), what);
    }

    /** Enters a fault of a part of a value. */
    void fault(ConfigValue value, String what) {
        faults.add(value.origin(), what);
    }

    private <T> T read(String key, String expected, Function<Config, Optional<T>> reading) {
        ConfigValue inForce = find(key);
        ConfigValue inFile = find(key, file);
        if (inFile != null
                && !inFile.origin().equals(inForce.origin())
                && tried(reading, file).isEmpty()) {
            faults.warn(
                    inFile.origin(),
                    wrong(key, inFile, expected) + "; " + ConfigFaults.placeOf(inForce.origin()) + " overrides it");
        }
        return tried(reading, config).orElseGet(() -> {
            faults.add(inForce.origin(), wrong(key, inForce, expected));
            return reading.apply(defaults).orElseThrow();
        });
    }

    /** Empty if the value is wrong; what is wrong is told in our own words. */
    private static <T> Optional<T> tried(Function<Config, Optional<T>> reading, Config source) {
        try {
            return reading.apply(source);
        } catch (ConfigException | ArithmeticException | NumberFormatException | InvalidPathException e) {
            return Optional.empty();
        }
    }

    private static String wrong(String key, ConfigValue value, String expected) {
        return "wizd." + key + shown(key, value) + ": " + expected;
    }

    private ConfigValue find(String key) {
        return Objects.requireNonNull(find(key, config), key);
    }

    /** The value of a key, also where that is null, which Config's own getters refuse; null if there is none. */
    private static @Nullable ConfigValue find(String key, Config source) {
        ConfigValue value = source.root();
        for (String part : ConfigUtil.splitPath(key)) {
            value = value instanceof ConfigObject block ? block.get(part) : null;
        }
        return value;
    }

    /** Faults of the file that something overrides, as they are known by now. */
    List<String> warnings() {
        return faults.warnings();
    }

    private static String shown(String key, ConfigValue value) {
        return Secrets.isSecret(key) || value instanceof ConfigObject ? "" : " = " + value.unwrapped();
    }

    private static String shown(Duration time) {
        long millis = time.toMillis();
        if (millis == 0) {
            return "0";
        } else if (millis % 60_000 == 0) {
            return millis / 60_000 + " min";
        }
        return millis % 1_000 == 0 ? millis / 1_000 + " s" : millis + " ms";
    }
}
