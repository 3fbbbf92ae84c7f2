package io.wizd.server.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What is in force, for {@code bin/wizd config}. Immutable. */
public final class EffectiveValues {
    private static final ConfigRenderOptions ONE_LINE =
            ConfigRenderOptions.concise().setJson(false);

    /** Where the origins begin, behind values that are not longer. */
    private static final int COLUMN = 40;

    private final Config config;
    private final Path home;

    /** @param home what relative paths are below */
    EffectiveValues(Config config, Path home) {
        this.config = config;
        this.home = home;
    }

    /** Files of the configuration that hold passwords, and that every user of this machine can read. */
    public List<Path> exposedPasswords() {
        return config.entrySet().stream()
                .filter(entry -> Secrets.isSecret(entry.getKey()))
                .map(Map.Entry::getValue)
                .filter(value -> !String.valueOf(value.unwrapped()).isEmpty())
                .map(value -> value.origin().filename())
                .filter(Objects::nonNull)
                .distinct()
                .map(Path::of)
                .filter(EffectiveValues::isReadByAll)
                .toList();
    }

    private static boolean isReadByAll(Path file) {
        try {
            return Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot see who may read " + file, e);
        }
    }

    /** One line a key, in alphabetical order: key, value and where it comes from. Passwords are not shown. */
    public List<String> lines() {
        List<String[]> rows = config.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(entry -> new String[] {
                    "wizd." + entry.getKey() + " = " + shownKey(entry.getKey(), entry.getValue()),
                    ConfigFaults.placeOf(entry.getValue().origin())
                })
                .toList();
        return rows.stream()
                .map(row -> row[0] + " ".repeat(Math.max(0, COLUMN - row[0].length())) + "  # " + row[1])
                .toList();
    }

    private String shownKey(String key, ConfigValue value) {
        return ConfigLayers.PATHS.contains(key)
                ? home.resolve(config.getString(key)).normalize().toString()
                : shown(key, value);
    }

    private static String shown(String key, ConfigValue value) {
        if (Secrets.isSecret(key)) {
            return value.unwrapped().equals("") ? "\"\"" : "\"***\"";
        }
        if (value instanceof ConfigList list) {
            List<String> elements = new ArrayList<>();
            list.forEach(element -> elements.add(shownElement(element)));
            return "[" + String.join(", ", elements) + "]";
        }
        return value.render(ONE_LINE);
    }

    private static String shownElement(ConfigValue element) {
        if (!(element instanceof ConfigObject block)) {
            return element.render(ONE_LINE);
        }
        List<String> fields = new ArrayList<>();
        block.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(field -> fields.add(field.getKey() + " = " + shown(field.getKey(), field.getValue())));
        return "{ " + String.join(", ", fields) + " }";
    }
}
