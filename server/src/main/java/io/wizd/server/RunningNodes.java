package io.wizd.server;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.wizd.db.Database;
import io.wizd.db.JdbcAddress;
import io.wizd.db.Partitions;
import io.wizd.db.embedded.RunningDatabase;
import io.wizd.server.setup.StartException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The databases of an installation, for tools beside its servers: nothing is started or migrated. */
public final class RunningNodes implements AutoCloseable {
    private static final String MAIN = "main";

    private final Database main;
    private final Partitions partitions;

    private RunningNodes(Database main, Partitions partitions) {
        this.main = main;
        this.partitions = partitions;
    }

    /**
     * Opens them; a partition may be away.
     *
     * @throws StartException UNAVAILABLE where the main database does not answer, CONFIG where it refuses the account
     */
    public static RunningNodes open(ServerConfig config) {
        DatabaseConfig.External addresses = addresses(config);
        JdbcAddress app = addresses.main().app();
        DatabaseAccess main = DatabaseAccess.of(new DatabaseConfig.Node(MAIN, app, app));
        if (!main.faults().isEmpty()) {
            StartException why = DatabaseAccess.unusable(List.of(main));
            throw config.database().place() instanceof DatabaseConfig.Embedded
                    ? new StartException(
                            why.exitStatus(),
                            why.getMessage() + "; bin/wizd status says whether wizd runs on " + config.data())
                    : why;
        }
        return new Opening(config).open(addresses);
    }

    /**
     * Where they are; the embedded ones without their owner, whose password only the server knows.
     *
     * @throws StartException UNAVAILABLE where the embedded database does not run
     */
    public static DatabaseConfig.External addresses(ServerConfig config) {
        return switch (config.database().place()) {
            case DatabaseConfig.External external -> external;
            case DatabaseConfig.Embedded place -> addresses(running(config), place);
        };
    }

    private static RunningDatabase running(ServerConfig config) {
        try {
            return RunningDatabase.in(config.data())
                    .orElseThrow(() -> new StartException(StartException.UNAVAILABLE, notRunning(config)));
        } catch (IOException e) {
            throw new StartException(
                    StartException.NOT_PERMITTED, "cannot read what wizd says about itself: " + e.getMessage(), e);
        }
    }

    private static String notRunning(ServerConfig config) {
        return "no wizd runs on " + config.data() + ": start it with bin/wizd start, or name its --data";
    }

    /**
     * Stands for databases that are not asked, for what is made of them: all are away.
     *
     * @param nowhere as {@link #nowhere} says
     */
    static RunningNodes away(ServerConfig config, DatabaseConfig.External nowhere) {
        return new Opening(config).open(nowhere);
    }

    /** The databases of the configuration, at an address where nobody listens. */
    static DatabaseConfig.External nowhere(DatabaseConfig.Place place) {
        return switch (place) {
            case DatabaseConfig.External external -> nowhere(names(external.partitions()), names(external.leaving()));
            case DatabaseConfig.Embedded embedded -> nowhere(embedded.partitions(), embedded.leaving());
        };
    }

    private static DatabaseConfig.External nowhere(List<String> partitions, List<String> leaving) {
        return new DatabaseConfig.External(
                awayNode(MAIN),
                partitions.stream().map(RunningNodes::awayNode).toList(),
                leaving.stream().map(RunningNodes::awayNode).toList());
    }

    private static List<String> names(List<DatabaseConfig.Node> nodes) {
        return nodes.stream().map(DatabaseConfig.Node::name).toList();
    }

    private static DatabaseConfig.Node awayNode(String name) {
        JdbcAddress nobody = new JdbcAddress("jdbc:mysql://127.0.0.1:0/" + name, "", "");
        return new DatabaseConfig.Node(name, nobody, nobody);
    }

    private static DatabaseConfig.External addresses(RunningDatabase running, DatabaseConfig.Embedded place) {
        return new DatabaseConfig.External(
                node(running, place, MAIN),
                place.partitions().stream()
                        .map(name -> node(running, place, name))
                        .toList(),
                place.leaving().stream().map(name -> node(running, place, name)).toList());
    }

    private static DatabaseConfig.Node node(RunningDatabase running, DatabaseConfig.Embedded place, String name) {
        JdbcAddress loader = running.loader(place.prefix() + name);
        return new DatabaseConfig.Node(name, loader, running.app(place.prefix() + name), loader);
    }

    /** What is open already is closed where the rest cannot be opened. */
    private static final class Opening {
        private final ServerConfig config;
        private final MeterRegistry registry = new SimpleMeterRegistry();
        private final List<Database> opened = new ArrayList<>();

        Opening(ServerConfig config) {
            this.config = config;
        }

        RunningNodes open(DatabaseConfig.External addresses) {
            try {
                List<Database> partitions = open(addresses.partitions());
                List<Database> leaving = open(addresses.leaving());
                Database main = open(addresses.main());
                return new RunningNodes(
                        main, new Partitions(partitions, leaving, config.kv().copies()));
            } catch (RuntimeException e) {
                opened.forEach(Database::close);
                throw e;
            }
        }

        private List<Database> open(List<DatabaseConfig.Node> addresses) {
            return addresses.stream().map(this::open).toList();
        }

        private Database open(DatabaseConfig.Node address) {
            DatabaseConfig database = config.database();
            Database node = new Database(
                    address.name(), address.app(), database.connectionsPerNode(), database.queueCapacity(), registry);
            opened.add(node);
            return node;
        }
    }

    /** Leases and the schedule. */
    public Database main() {
        return main;
    }

    /** Keys and members. */
    public Partitions partitions() {
        return partitions;
    }

    @Override
    public void close() {
        partitions.close();
        main.close();
    }
}
