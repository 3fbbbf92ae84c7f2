package io.wizd.server.config;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import io.wizd.db.JdbcAddress;
import io.wizd.server.DatabaseConfig;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The keys below {@code wizd.database}. */
final class DatabaseKeys {
    private static final Set<String> OF_PARTITION = Set.of("name", "url");
    private static final String URL_FORM = "jdbc:mysql://HOST:PORT/DATABASE";

    private final KeyReader keys;

    private enum Mode {
        EMBEDDED,
        EXTERNAL
    }

    private record Account(String user, String password) {}

    DatabaseKeys(KeyReader keys) {
        this.keys = keys;
    }

    DatabaseConfig read() {
        Optional<DatabaseConfig.External> external = Optional.empty();
        Mode mode = keys.choice("database.mode", Mode.class);
        if (mode == Mode.EXTERNAL) {
            external = Optional.of(external());
        } else if (!keys.text("database.main.url").isEmpty()) {
            keys.fault(
                    "database.main.url",
                    "wizd.database.main.url is not used while wizd.database.mode = embedded;"
                            + " set wizd.database.mode = external or remove the URL");
        }
        return new DatabaseConfig(
                external,
                keys.bytes("database.bufferPool", 20L << 20, 1L << 40, "20 MiB to 1 TiB"),
                keys.integer("database.connectionsPerNode", 1, 64),
                keys.integer("database.queueCapacity", 1, 1_000_000));
    }

    private DatabaseConfig.External external() {
        Account owner = account("owner");
        Account app = account("app");
        String main = required("database.main.url", "a URL of the form " + URL_FORM);
        DatabaseConfig.Node mainNode = node("main", main, owner, app).orElseGet(() -> {
            if (!main.isEmpty()) {
                keys.fault(
                        "database.main.url",
                        "wizd.database.main.url: must be of the form " + URL_FORM + ", without user and password");
            }
            return placeholder();
        });
        return new DatabaseConfig.External(mainNode, partitions(owner, app));
    }

    private List<DatabaseConfig.Node> partitions(Account owner, Account app) {
        List<DatabaseConfig.Node> nodes = new ArrayList<>();
        Set<String> names = new HashSet<>();
        List<ConfigObject> blocks = keys.blocks("database.partitions");
        if (blocks.isEmpty()) {
            keys.fault(
                    "database.partitions",
                    "wizd.database.partitions: at least one { name = …, url = … } is needed"
                            + " while wizd.database.mode = external");
        }
        for (ConfigObject block : blocks) {
            refuseUnknown(block);
            String name = text(block, "name");
            if (name.isEmpty() || !names.add(name)) {
                keys.fault(block, "wizd.database.partitions: each needs a name of its own");
            }
            Optional<DatabaseConfig.Node> node = node(name, text(block, "url"), owner, app);
            if (node.isEmpty()) {
                keys.fault(
                        block,
                        "wizd.database.partitions: url must be of the form " + URL_FORM
                                + ", without user and password");
            }
            node.ifPresent(nodes::add);
        }
        return nodes;
    }

    private void refuseUnknown(ConfigObject block) {
        block.forEach((name, value) -> {
            if (!OF_PARTITION.contains(name)) {
                keys.fault(value, "wizd.database.partitions: " + name + " is unknown; a partition has name and url");
            }
        });
    }

    private static String text(ConfigObject block, String name) {
        ConfigValue value = block.get(name);
        return value == null ? "" : String.valueOf(value.unwrapped());
    }

    private Account account(String role) {
        String user = required("database." + role + ".user", "the name of an account");
        return new Account(user, keys.text("database." + role + ".password"));
    }

    private String required(String key, String what) {
        String text = keys.text(key);
        if (text.isEmpty()) {
            keys.fault(key, "wizd." + key + ": " + what + " is needed while wizd.database.mode = external");
        }
        return text;
    }

    /** Empty where the URL is none that names a database. */
    private static Optional<DatabaseConfig.Node> node(String name, String url, Account owner, Account app) {
        try {
            JdbcAddress ownerAddress = new JdbcAddress(url, owner.user(), owner.password());
            JdbcAddress appAddress = new JdbcAddress(url, app.user(), app.password());
            return ownerAddress.database().isEmpty()
                    ? Optional.empty()
                    : Optional.of(new DatabaseConfig.Node(name, ownerAddress, appAddress));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Stands where a fault has been entered, so that the reading can go on; nobody ever connects to it. */
    private static DatabaseConfig.Node placeholder() {
        JdbcAddress nowhere = new JdbcAddress("jdbc:mysql://localhost/none", "", "");
        return new DatabaseConfig.Node("none", nowhere, nowhere);
    }
}
