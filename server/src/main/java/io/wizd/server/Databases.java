package io.wizd.server;

import io.micrometer.core.instrument.MeterRegistry;
import io.wizd.db.Database;
import io.wizd.db.Database.Preparation;
import io.wizd.db.DatabaseProbe;
import io.wizd.db.JdbcAddress;
import io.wizd.db.Migrations;
import io.wizd.db.Partitions;
import io.wizd.db.Schema;
import io.wizd.db.embedded.EmbeddedDatabase;
import io.wizd.server.nodes.KnownNodes;
import io.wizd.server.setup.StartException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The databases under a server: started where they are ours, migrated, opened. Closed in reverse. */
final class Databases implements AutoCloseable {
    private final @Nullable EmbeddedDatabase embedded;
    private final JdbcAddress rowsOfMain;
    private final Map<String, JdbcAddress> rowsOfPartitions;
    private final Database main;
    private final Partitions partitions;

    private Databases(
            @Nullable EmbeddedDatabase embedded, DatabaseConfig.External nodes, Database main, Partitions partitions) {
        this.embedded = embedded;
        this.rowsOfMain = nodes.main().loader();
        this.rowsOfPartitions = nodes.loaders();
        this.main = main;
        this.partitions = partitions;
    }

    /**
     * Starts the embedded database, or takes the external ones, tries their accounts, all at once, and brings their schemas
     * up to date. What is away is brought up to date when it is back.
     *
     * @param needsMain whether the start ends where main is away
     * @throws io.wizd.db.embedded.DatabaseStartException if the embedded one does not start
     * @throws io.wizd.db.MigrationException if a schema cannot be brought up to date
     * @throws StartException for each account that is refused; if main is away and needed; if keys lie on a partition that is
     *     not configured
     */
    static Databases open(ServerConfig config, MeterRegistry registry, boolean needsMain) {
        return switch (config.database().place()) {
            case DatabaseConfig.External external -> new Opening(config, registry, external).open(null, needsMain);
            case DatabaseConfig.Embedded place -> {
                EmbeddedNodes started = EmbeddedNodes.start(config.data(), place);
                try {
                    yield new Opening(config, registry, started.nodes()).open(started.server(), true);
                } catch (RuntimeException e) {
                    started.close();
                    throw e;
                }
            }
        };
    }

    /** What is open already is closed where the rest cannot be opened. */
    private static final class Opening {
        private final ServerConfig config;
        private final MeterRegistry registry;
        private final DatabaseConfig.External nodes;
        private final Map<DatabaseConfig.Node, RuntimeException> away = new HashMap<>();
        private final List<Database> opened = new ArrayList<>();

        Opening(ServerConfig config, MeterRegistry registry, DatabaseConfig.External nodes) {
            this.config = config;
            this.registry = registry;
            this.nodes = nodes;
        }

        Databases open(@Nullable EmbeddedDatabase embedded, boolean needsMain) {
            try {
                findAway(needsMain);
                Database main = openMain(needsMain);
                Partitions all = new Partitions(
                        open(nodes.partitions()),
                        open(nodes.leaving()),
                        config.kv().copies());
                all.refresh();
                KnownNodes.require(all);
                return new Databases(embedded, nodes, main, all);
            } catch (RuntimeException e) {
                opened.forEach(Database::close);
                throw e;
            }
        }

        /** Those of the embedded database are as new as its process. */
        private void findAway(boolean needsMain) {
            if (!isExternal()) {
                return;
            }
            List<DatabaseAccess> all = DatabaseAccess.of(nodes.all());
            List<DatabaseAccess> unusable = all.stream()
                    .filter(database -> database.faults().stream()
                            .anyMatch(fault ->
                                    needsMain && database.node() == nodes.main() || !DatabaseAccess.mayPass(fault)))
                    .toList();
            if (!unusable.isEmpty()) {
                throw DatabaseAccess.unusable(unusable);
            }
            all.forEach(database ->
                    database.faults().stream().findFirst().ifPresent(why -> away.put(database.node(), why)));
        }

        private Database openMain(boolean needed) {
            Preparation work = () -> {
                tryAccounts(nodes.main());
                Migrations.migrate(nodes.main().owner(), Schema.MAIN);
            };
            if (needed) {
                work.run();
            }
            return open(nodes.main(), needed ? () -> {} : work);
        }

        private List<Database> open(List<DatabaseConfig.Node> some) {
            List<Database> databases = new ArrayList<>();
            for (DatabaseConfig.Node node : some) {
                databases.add(open(node, () -> {
                    tryAccounts(node);
                    Migrations.migrate(node.owner(), Schema.PARTITION);
                    requireKnownNodes(node);
                }));
            }
            return databases;
        }

        /** Again: before its schema is changed it must be known to answer. */
        private void tryAccounts(DatabaseConfig.Node node) {
            if (isExternal()) {
                node.accounts().forEach(DatabaseProbe::require);
            }
        }

        /** Before its keys are served: after a start without it, nobody else has asked. */
        private void requireKnownNodes(DatabaseConfig.Node node) {
            if (isExternal()) {
                DatabaseProbe.nodeState(node.app()).ifPresent(state -> KnownNodes.require(nodes.nodeNames(), state));
            }
        }

        private boolean isExternal() {
            return config.database().place() instanceof DatabaseConfig.External;
        }

        private Database open(DatabaseConfig.Node node, Preparation work) {
            DatabaseConfig of = config.database();
            Database database =
                    new Database(node.name(), node.app(), of.connectionsPerNode(), of.queueCapacity(), registry);
            opened.add(database);
            RuntimeException whyAway = away.get(node);
            if (whyAway == null) {
                database.prepare(work);
            } else {
                database.prepareWhenBack(work, whyAway);
            }
            return database;
        }
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
