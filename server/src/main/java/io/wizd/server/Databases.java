package io.wizd.server;

import io.micrometer.core.instrument.MeterRegistry;
import io.wizd.db.Database;
import io.wizd.db.Migrations;
import io.wizd.db.Partitions;
import io.wizd.db.Schema;
import io.wizd.db.embedded.EmbeddedDatabase;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The databases under a server: started where they are ours, migrated, opened. Closed in reverse. */
final class Databases implements AutoCloseable {
    private static final String MAIN = "wizd_main";
    private static final List<String> PARTITIONS = List.of("wizd_p1", "wizd_p2");

    private final @Nullable EmbeddedDatabase embedded;
    private final Database main;
    private final Partitions partitions;

    private Databases(
            @Nullable EmbeddedDatabase embedded,
            DatabaseConfig.External nodes,
            DatabaseConfig config,
            MeterRegistry registry) {
        this.embedded = embedded;
        this.main = open(nodes.main(), config, registry);
        this.partitions = new Partitions(nodes.partitions().stream()
                .map(node -> open(node, config, registry))
                .toList());
    }

    private static Database open(DatabaseConfig.Node node, DatabaseConfig config, MeterRegistry registry) {
        return new Database(node.name(), node.app(), config.connectionsPerNode(), config.queueCapacity(), registry);
    }

    /**
     * Starts the embedded database, or takes the external ones, and brings their schemas up to date.
     *
     * @throws io.wizd.db.embedded.DatabaseStartException where the embedded one does not start
     * @throws io.wizd.db.MigrationException where a schema cannot be brought up to date
     */
    static Databases open(DatabaseConfig config, Path data, MeterRegistry registry) {
        EmbeddedDatabase embedded = null;
        try {
            if (config.external().isEmpty()) {
                embedded = EmbeddedDatabase.start(
                        data, List.of(MAIN, PARTITIONS.get(0), PARTITIONS.get(1)), config.bufferPoolBytes());
            }
            DatabaseConfig.External nodes = embedded == null ? config.external().orElseThrow() : nodesOf(embedded);
            Migrations.migrate(nodes.main().owner(), Schema.MAIN);
            nodes.partitions().forEach(node -> Migrations.migrate(node.owner(), Schema.PARTITION));
            return new Databases(embedded, nodes, config, registry);
        } catch (RuntimeException e) {
            if (embedded != null) {
                embedded.close();
            }
            throw e;
        }
    }

    private static DatabaseConfig.External nodesOf(EmbeddedDatabase embedded) {
        return new DatabaseConfig.External(
                node(embedded, "main", MAIN),
                PARTITIONS.stream()
                        .map(name -> node(embedded, name.substring("wizd_".length()), name))
                        .toList());
    }

    private static DatabaseConfig.Node node(EmbeddedDatabase embedded, String name, String database) {
        return new DatabaseConfig.Node(name, embedded.owner(database), embedded.app(database));
    }

    Database main() {
        return main;
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
