package io.wizd.server.config;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import io.wizd.db.Environment;
import io.wizd.db.JdbcAddress;
import io.wizd.server.DatabaseConfig;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The keys below {@code wizd.database}. */
final class DatabaseKeys {
    private static final Set<String> OF_PARTITION = Set.of("name", "url", "leaving");

    private static final List<String> EMBEDDED_PARTITIONS = List.of("p1", "p2");

    /** It becomes a part of a database's name. */
    private static final Pattern EMBEDDED_NAME = Pattern.compile("[a-z0-9_]{1,32}");

    private static final List<String> EXTERNAL_ONLY = List.of(
            "database.main.url",
            "database.owner.user",
            "database.owner.password",
            "database.app.user",
            "database.app.password",
            "database.loader.user",
            "database.loader.password");

    private static final String AN_ACCOUNT = "the name of an account";

    private static final String URL_FORM = "jdbc:mysql://HOST:PORT/DATABASE";

    /** If that is set, more keys are needed. */
    private static final String MODE = "database.mode";

    private final KeyReader keys;

    private enum Mode {
        EMBEDDED,
        EXTERNAL
    }

    private record Partition(ConfigObject block, String name, String url, boolean leaving) {}

    private record Credentials(String user, String password) {
        JdbcAddress at(String url) {
            return new JdbcAddress(url, user, password);
        }
    }

    private record RoleCredentials(Credentials owner, Credentials app, Credentials loader) {}

    DatabaseKeys(KeyReader keys) {
        this.keys = keys;
    }

    DatabaseConfig read() {
        Environment environment = keys.choice("env", Environment.class);
        DatabaseConfig.Place place =
                keys.choice(MODE, Mode.class) == Mode.EXTERNAL ? external() : embedded(environment);
        if (environment == Environment.TEST && place instanceof DatabaseConfig.External external) {
            refuseLive(external);
        }
        return new DatabaseConfig(
                place,
                keys.integer("database.connectionsPerNode", 1, 64),
                keys.integer("database.queueCapacity", 1, 1_000_000));
    }

    private DatabaseConfig.Embedded embedded(Environment environment) {
        for (String key : EXTERNAL_ONLY) {
            if (!keys.text(key).isEmpty()) {
                keys.fault(
                        key,
                        "wizd." + key + " is not used while wizd.database.mode = embedded;"
                                + " set wizd.database.mode = external or remove it");
            }
        }
        List<Partition> partitions = partitions();
        for (Partition partition : partitions) {
            if (!partition.url.isEmpty()) {
                keys.fault(
                        partition.block,
                        "wizd.database.partitions: url is not used while wizd.database.mode = embedded;"
                                + " set wizd.database.mode = external or remove it");
            }
            if (!EMBEDDED_NAME.matcher(partition.name).matches()) {
                keys.fault(
                        partition.block,
                        "wizd.database.partitions: name = " + partition.name
                                + ": must be lower-case letters, digits and _, 32 at most");
            }
        }
        return new DatabaseConfig.Embedded(
                environment.prefix(),
                partitions.isEmpty() ? EMBEDDED_PARTITIONS : names(partitions, false),
                names(partitions, true),
                keys.bytes("database.bufferPool", 20L << 20, 1L << 40, "20 MiB to 1 TiB"));
    }

    private static List<String> names(List<Partition> partitions, boolean leaving) {
        return partitions.stream()
                .filter(partition -> partition.leaving == leaving)
                .map(Partition::name)
                .toList();
    }

    private DatabaseConfig.External external() {
        RoleCredentials credentials = credentials();
        String main = required("database.main.url", "a URL of the form " + URL_FORM);
        DatabaseConfig.Node mainNode = node("main", main, credentials).orElseGet(() -> {
            if (!main.isEmpty()) {
                keys.fault(
                        "database.main.url",
                        "wizd.database.main.url: must be of the form " + URL_FORM + ", without user and password");
            }
            return placeholder();
        });
        List<DatabaseConfig.Node> staying = new ArrayList<>();
        List<DatabaseConfig.Node> leaving = new ArrayList<>();
        for (Partition partition : partitions()) {
            Optional<DatabaseConfig.Node> node = node(partition.name, partition.url, credentials);
            if (node.isEmpty()) {
                keys.fault(
                        partition.block,
                        "wizd.database.partitions: url must be of the form " + URL_FORM
                                + ", without user and password");
            }
            node.ifPresent(partition.leaving ? leaving::add : staying::add);
        }
        if (staying.isEmpty()) {
            keys.fault(
                    MODE,
                    "wizd.database.partitions: at least one { name = …, url = … } is needed"
                            + " while wizd.database.mode = external");
        }
        return new DatabaseConfig.External(mainNode, staying, leaving);
    }

    private List<Partition> partitions() {
        List<Partition> partitions = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (ConfigObject block : keys.blocks("database.partitions")) {
            refuseUnknown(block);
            String name = text(block, "name");
            if (name.isEmpty() || !names.add(name)) {
                keys.fault(block, "wizd.database.partitions: each needs a name of its own");
            }
            String leaving = text(block, "leaving");
            if (!leaving.isEmpty() && !leaving.equals("true") && !leaving.equals("false")) {
                keys.fault(block, "wizd.database.partitions: leaving = " + leaving + ": must be true or false");
            }
            partitions.add(new Partition(block, name, text(block, "url"), leaving.equals("true")));
        }
        if (!partitions.isEmpty() && partitions.stream().allMatch(Partition::leaving)) {
            keys.fault(
                    partitions.getFirst().block,
                    "wizd.database.partitions: all are leaving; at least one must stay to take their keys");
        }
        return partitions;
    }

    /** What a test does to a database nobody wants done to a live one. */
    private void refuseLive(DatabaseConfig.External external) {
        Stream.of(List.of(external.main()), external.partitions(), external.leaving())
                .flatMap(List::stream)
                .map(node -> node.app().database())
                .filter(database -> !Environment.TEST.allows(database))
                .forEach(database -> keys.fault(
                        "env",
                        "wizd.env = test: the database " + database + " is not for tests; their names begin with "
                                + Environment.TEST.prefix()));
    }

    private void refuseUnknown(ConfigObject block) {
        block.forEach((name, value) -> {
            if (!OF_PARTITION.contains(name)) {
                keys.fault(
                        value,
                        "wizd.database.partitions: " + name + " is unknown; a partition has name, url and leaving");
            }
        });
    }

    private static String text(ConfigObject block, String name) {
        ConfigValue value = block.get(name);
        return value == null ? "" : String.valueOf(value.unwrapped());
    }

    private RoleCredentials credentials() {
        Credentials owner = credentials("owner", required("database.owner.user", AN_ACCOUNT));
        Credentials app = credentials("app", required("database.app.user", AN_ACCOUNT));
        String loader = keys.text("database.loader.user");
        // Installations that were made before there was need of it have none; the owner may do as much.
        return new RoleCredentials(owner, app, loader.isEmpty() ? owner : credentials("loader", loader));
    }

    private Credentials credentials(String role, String user) {
        return new Credentials(user, keys.text("database." + role + ".password"));
    }

    private String required(String key, String what) {
        String text = keys.text(key);
        if (text.isEmpty()) {
            keys.fault(MODE, "wizd." + key + ": " + what + " is needed while wizd.database.mode = external");
        }
        return text;
    }

    /** Empty if the URL is none that names a database. */
    private static Optional<DatabaseConfig.Node> node(String name, String url, RoleCredentials credentials) {
        try {
            JdbcAddress owner = credentials.owner.at(url);
            return owner.database().isEmpty()
                    ? Optional.empty()
                    : Optional.of(
                            new DatabaseConfig.Node(name, owner, credentials.app.at(url), credentials.loader.at(url)));
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
