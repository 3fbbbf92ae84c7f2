package io.wizd.server.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import java.math.BigDecimal;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Reads keys with their types and limits. A value that does not fit is entered as a fault, and its default given
 * instead, so that the reading goes on to the next fault. For one thread.
 */
final class KeyReader {
    private final Config config;
    private final Config defaults;
    private final Path home;
    private final ConfigFaults faults;

    /**
     * @param config below {@code wizd}
     * @param defaults has each key, with a value that fits
     * @param home what relative paths are below
     */
    KeyReader(Config config, Config defaults, Path home, ConfigFaults faults) {
        this.config = config;
        this.defaults = defaults;
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

    Path path(String key) {
        return read(
                key,
                "must be a path",
                source -> Optional.of(source.getString(key))
                        .filter(text -> !text.isBlank())
                        .map(text -> home.resolve(text).normalize()));
    }

    <E extends Enum<E>> E choice(String key, Class<E> type) {
        List<E> choices = Arrays.asList(type.getEnumConstants());
        String names = choices.stream().map(KeyReader::nameOf).collect(Collectors.joining(", "));
        return read(key, "must be one of " + names, source -> {
            String name = source.getString(key);
            return choices.stream()
                    .filter(choice -> nameOf(choice).equals(name))
                    .findFirst();
        });
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
        try {
            Optional<T> value = reading.apply(config);
            if (value.isPresent()) {
                return value.get();
            }
        } catch (ConfigException | ArithmeticException | NumberFormatException | InvalidPathException e) {
            // Told below, in our own words.
        }
        ConfigValue wrong = find(key);
        faults.add(wrong.origin(), "wizd." + key + shown(key, wrong) + ": " + expected);
        return reading.apply(defaults).orElseThrow();
    }

    /** The value of a key, also where that is null, which Config's own getters refuse. */
    private ConfigValue find(String key) {
        ConfigValue value = config.root();
        for (String part : ConfigUtil.splitPath(key)) {
            value = Objects.requireNonNull(((ConfigObject) value).get(part), key);
        }
        return value;
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

    private static String nameOf(Enum<?> choice) {
        return choice.name().toLowerCase(Locale.ROOT);
    }
}
