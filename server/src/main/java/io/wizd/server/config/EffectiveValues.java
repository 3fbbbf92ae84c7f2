package io.wizd.server.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What is in force, for {@code bin/wizd config}. Immutable. */
public final class EffectiveValues {
    private static final ConfigRenderOptions ONE_LINE =
            ConfigRenderOptions.concise().setJson(false);

    private final Config config;

    EffectiveValues(Config config) {
        this.config = config;
    }

    /** One line a key, in alphabetical order: key, value and where it comes from. Passwords are not shown. */
    public List<String> lines() {
        List<String[]> rows = config.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(entry -> new String[] {
                    "wizd." + entry.getKey() + " = " + shown(entry.getKey(), entry.getValue()),
                    ConfigFaults.placeOf(entry.getValue().origin())
                })
                .toList();
        int width = rows.stream().mapToInt(row -> row[0].length()).max().orElse(0);
        List<String> lines = new ArrayList<>();
        rows.forEach(row -> lines.add(row[0] + " ".repeat(width - row[0].length()) + "  # " + row[1]));
        return lines;
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
