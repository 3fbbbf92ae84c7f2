package io.wizd.server;

import io.micrometer.core.instrument.MeterRegistry;
import io.wizd.db.Database;
import io.wizd.db.JdbcAddress;
import io.wizd.db.Migrations;
import io.wizd.db.Partitions;
import io.wizd.db.Schema;
import io.wizd.db.embedded.EmbeddedDatabase;
import io.wizd.server.nodes.KnownNodes;
import io.wizd.server.setup.StartException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The databases under a server: started where they are ours, migrated, opened. Closed in reverse. */
final class Databases implements AutoCloseable {
    private static final String MAIN = "main";

    private final @Nullable EmbeddedDatabase embedded;
    private final JdbcAddress rowsOfMain;
    private final Map<String, JdbcAddress> rowsOfPartitions;
    private final Database main;
    private final Partitions partitions;

    private Databases(
            @Nullable EmbeddedDatabase embedded, DatabaseConfig.External nodes, Database main, Partitions partitions) {
        this.embedded = embedded;
        this.rowsOfMain = nodes.main().loader();
        this.rowsOfPartitions = Stream.concat(nodes.partitions().stream(), nodes.leaving().stream())
                .collect(Collectors.toMap(DatabaseConfig.Node::name, DatabaseConfig.Node::loader));
        this.main = main;
        this.partitions = partitions;
    }

    /**
     * Starts the embedded database, or takes the external ones, and brings their schemas up to date. A partition that
     * is away is brought up to date when it is back.
     *
     * @throws io.wizd.db.embedded.DatabaseStartException if the embedded one does not start
     * @throws io.wizd.db.MigrationException if a schema cannot be brought up to date, or main cannot be reached
     * @throws StartException if keys lie on a partition that is not configured
     */
    static Databases open(ServerConfig config, MeterRegistry registry) {
        return switch (config.database().place()) {
            case DatabaseConfig.External external -> open(null, external, config, registry);
            case DatabaseConfig.Embedded place -> {
                EmbeddedDatabase embedded =
                        EmbeddedDatabase.start(config.data(), databasesOf(place), place.bufferPoolBytes());
                try {
                    yield open(embedded, nodesOf(embedded, place), config, registry);
                } catch (RuntimeException e) {
                    embedded.close();
                    throw e;
                }
            }
        };
    }

    private static List<String> databasesOf(DatabaseConfig.Embedded place) {
        return Stream.of(List.of(MAIN), place.partitions(), place.leaving())
                .flatMap(List::stream)
                .map(name -> place.prefix() + name)
                .toList();
    }

    private static DatabaseConfig.External nodesOf(EmbeddedDatabase embedded, DatabaseConfig.Embedded place) {
        return new DatabaseConfig.External(
                node(embedded, place, MAIN),
                place.partitions().stream()
                        .map(name -> node(embedded, place, name))
                        .toList(),
                place.leaving().stream()
                        .map(name -> node(embedded, place, name))
                        .toList());
    }

    private static DatabaseConfig.Node node(EmbeddedDatabase embedded, DatabaseConfig.Embedded place, String name) {
        String database = place.prefix() + name;
        return new DatabaseConfig.Node(
                name, embedded.owner(database), embedded.app(database), embedded.loader(database));
    }

    private static Databases open(
            @Nullable EmbeddedDatabase embedded,
            DatabaseConfig.External nodes,
            ServerConfig config,
            MeterRegistry registry) {
        Migrations.migrate(nodes.main().owner(), Schema.MAIN);
        List<Database> opened = new ArrayList<>();
        try {
            List<Database> partitions = openAll(nodes.partitions(), config, registry, opened);
            List<Database> leaving = openAll(nodes.leaving(), config, registry, opened);
            Partitions all = new Partitions(partitions, leaving, config.kv().copies());
            all.refresh();
            KnownNodes.require(all);
            Database main = open(nodes.main(), config.database(), registry);
            return new Databases(embedded, nodes, main, all);
        } catch (RuntimeException e) {
            opened.forEach(Database::close);
            throw e;
        }
    }

    private static List<Database> openAll(
            List<DatabaseConfig.Node> nodes, ServerConfig config, MeterRegistry registry, List<Database> opened) {
        List<Database> databases = new ArrayList<>();
        for (DatabaseConfig.Node node : nodes) {
            Database database = open(node, config.database(), registry);
            opened.add(database);
            database.prepare(() -> Migrations.migrate(node.owner(), Schema.PARTITION));
            databases.add(database);
        }
        return databases;
    }

    private static Database open(DatabaseConfig.Node node, DatabaseConfig config, MeterRegistry registry) {
        return new Database(node.name(), node.app(), config.connectionsPerNode(), config.queueCapacity(), registry);
    }

    Database main() {
        return main;
    }

    /** The main database, with the account that may change rows. */
    JdbcAddress rowsOfMain() {
        return rowsOfMain;
    }

    /** Each partition by its name, with the account that may change rows. */
    Map<String, JdbcAddress> rowsOfPartitions() {
        return rowsOfPartitions;
    }

    Partitions partitions() {
        return partitions;
    }

    /** Completes with the reason when there is no database any more, and will be none. */
    CompletableFuture<? extends RuntimeException> lost() {
        return embedded == null ? new CompletableFuture<>() : embedded.givenUp();
    }

    @Override
    public void close() {
        partitions.close();
        main.close();
        if (embedded != null) {
            embedded.close();
        }
    }
}
