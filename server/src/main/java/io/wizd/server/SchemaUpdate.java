package io.wizd.server;

import io.wizd.db.Migrations;
import io.wizd.db.Migrations.SchemaVersion;
import io.wizd.db.Schema;
import io.wizd.db.embedded.EmbeddedDatabase;
import io.wizd.server.setup.StartException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Brings the databases of a configuration to the schema of this wizd, as a start does, and serves nothing. All accounts were tried
 * before the first database is changed. One thread; its methods wait for the databases.
 */
public final class SchemaUpdate implements AutoCloseable {
    private final ServerConfig config;
    private final DatabaseConfig.External nodes;
    private final @Nullable EmbeddedNodes started;

    private SchemaUpdate(ServerConfig config, DatabaseConfig.External nodes, @Nullable EmbeddedNodes started) {
        this.config = config;
        this.nodes = nodes;
        this.started = started;
    }

    /**
     * Where no server runs on the data directory: an embedded database is started, and ends with {@link #close}.
     *
     * @throws StartException if there is no embedded database yet; for each database that does not answer, or refuses an account
     * @throws io.wizd.db.embedded.DatabaseStartException if the embedded one does not start
     */
    public static SchemaUpdate withoutServer(ServerConfig config) {
        return switch (config.database().place()) {
            case DatabaseConfig.External external -> ofUsable(config, external);
            case DatabaseConfig.Embedded place -> {
                if (!EmbeddedDatabase.isIn(config.data())) {
                    throw new StartException(
                            StartException.UNAVAILABLE,
                            "there is no database in " + config.data() + " yet: bin/wizd start makes it, or name its"
                                    + " --data");
                }
                EmbeddedNodes started = EmbeddedNodes.start(config.data(), place);
                yield new SchemaUpdate(config, started.nodes(), started);
            }
        };
    }

    /**
     * Beside the server of the data directory, which has brought its embedded database up to date and alone may change it.
     *
     * @throws StartException for each database that does not answer, or refuses an account
     */
    public static SchemaUpdate besideServer(ServerConfig config) {
        return ofUsable(config, RunningNodes.addresses(config));
    }

    private static SchemaUpdate ofUsable(ServerConfig config, DatabaseConfig.External nodes) {
        DatabaseAccess.require(nodes.all());
        return new SchemaUpdate(config, nodes, null);
    }

    /** Main, then the partitions. */
    public List<DatabaseConfig.Node> databases() {
        return nodes.all();
    }

    /**
     * How far a database is. Changes nothing.
     *
     * @throws io.wizd.db.MigrationException if it cannot be brought up to date
     */
    public SchemaVersion look(DatabaseConfig.Node database) {
        return Migrations.version(database.owner(), schemaOf(database));
    }

    /**
     * Brings a database up to date.
     *
     * @return how far it was before; its pending files are those that were run
     * @throws StartException if it is that of a server that is not of this version
     * @throws io.wizd.db.MigrationException if it cannot be brought up to date
     */
    public SchemaVersion run(DatabaseConfig.Node database, Migrations.Progress progress) {
        if (mayChange()) {
            return Migrations.migrate(database.owner(), schemaOf(database), progress);
        }
        SchemaVersion version = look(database);
        if (!version.pending().isEmpty()) {
            throw new StartException(
                    StartException.TRY_LATER,
                    "the wizd that runs on " + config.data() + " is of another version, and its database is its own:"
                            + " bin/wizd restart has this one take over, and bring it up to date");
        }
        return version;
    }

    /** Only the server of an embedded database knows the password of its owner. */
    private boolean mayChange() {
        return started != null || config.database().place() instanceof DatabaseConfig.External;
    }

    private Schema schemaOf(DatabaseConfig.Node database) {
        return database.equals(nodes.main()) ? Schema.MAIN : Schema.PARTITION;
    }

    @Override
    public void close() {
        if (started != null) {
            started.close();
        }
    }
}
