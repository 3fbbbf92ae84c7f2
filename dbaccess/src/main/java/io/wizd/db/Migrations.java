package io.wizd.db;

import io.wizd.event.Events;
import io.wizd.event.NodeEvent.SqlInstalled;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationInfoService;
import org.flywaydb.core.api.MigrationState;
import org.flywaydb.core.api.exception.FlywayValidateException;
import org.flywaydb.core.internal.exception.FlywayMigrateException;

/**
 * Brings a database to the schema and the procedures of this wizd. Versioned files of {@code schema/} run once, in
 * order; a file of {@code procedures/} runs when it is new or was changed, and a procedure whose file is gone is
 * dropped. Flyway keeps the history, in the table {@code flyway_schema_history} of the database.
 */
public final class Migrations {
    /** Other wizds that start at the same time wait here, one after the other. */
    private static final Duration LOCK_LIMIT = Duration.ofMinutes(10);

    private static final Set<MigrationState> UNKNOWN_HERE = Set.of(
            MigrationState.FUTURE_SUCCESS,
            MigrationState.FUTURE_FAILED,
            MigrationState.MISSING_SUCCESS,
            MigrationState.MISSING_FAILED);

    /** Of an account that is let in: on the database, a table, a column, a procedure, or the server. */
    private static final Set<Integer> MISSING_RIGHTS = Set.of(1044, 1142, 1143, 1227, 1370);

    private static final String NEEDED_RIGHTS =
            "; wizd.database.owner must be the account that may do everything with this database, as bin/installdb makes it"
                    + " (sql/grants.sql)";

    private final JdbcAddress owner;
    private final SchemaSql sql;

    private Migrations(JdbcAddress owner, SchemaSql sql) {
        this.owner = owner;
        this.sql = sql;
    }

    /** Hears of each file before it runs; called by the thread that migrates. */
    @FunctionalInterface
    public interface Progress {
        /** @param file as it is called below {@code sql/} */
        void runs(String file);
    }

    /**
     * Does it, and returns when it is done; nothing is done where nothing has changed. Several processes may do it at
     * once for the same database.
     *
     * @param owner the account that owns the procedures afterwards
     * @return how far the database was before; its pending files are those that were run
     * @throws MigrationException if the database cannot be reached, is newer than this wizd, was made with other files,
     *     or refuses a statement
     */
    public static SchemaVersion migrate(JdbcAddress owner, Schema schema, Progress progress) {
        return migrate(owner, schema.sql(), progress);
    }

    /** The same where nobody looks on. */
    public static void migrate(JdbcAddress owner, Schema schema) {
        migrate(owner, schema, file -> {});
    }

    /**
     * How far a database is.
     *
     * @param version of the last file of {@code schema/} that was run; 0 if none was
     * @param newest the version that this wizd has
     * @param pending files of this wizd that the next start runs, procedures included, in their order
     */
    public record SchemaVersion(String version, String newest, List<String> pending) {}

    /**
     * How far the database is, without changing it.
     *
     * @param account may read its tables
     * @throws MigrationException if it cannot be read, or a start would refuse it: it is newer than this wizd, was made
     *     with other files, or needs a person
     */
    public static SchemaVersion version(JdbcAddress account, Schema schema) {
        return new Migrations(DatabaseProbe.bounded(account), schema.sql()).version();
    }

    private SchemaVersion version() {
        try {
            MigrationInfoService info = flyway(file -> {}).info();
            refuseWhatNeedsAPerson(info.all());
            return versionBy(info);
        } catch (FlywayException e) {
            throw new MigrationException(e.getCause() instanceof SQLException sql ? cannot(sql) : cannot(e), e);
        }
    }

    private static SchemaVersion versionBy(MigrationInfoService info) {
        return new SchemaVersion(
                lastVersion(info.applied()),
                lastVersion(info.all()),
                Arrays.stream(info.pending()).map(Migrations::fileOf).toList());
    }

    /** They come in their order. */
    private static String lastVersion(MigrationInfo[] migrations) {
        return Arrays.stream(migrations)
                .filter(MigrationInfo::isVersioned)
                .reduce((earlier, later) -> later)
                .map(last -> String.valueOf(last.getVersion()))
                .orElse("0");
    }

    static SchemaVersion migrate(JdbcAddress owner, SchemaSql sql, Progress progress) {
        return new Migrations(owner, sql).run(progress);
    }

    private SchemaVersion run(Progress progress) {
        try (Connection connection = owner.connect()) {
            lock(connection);
            Flyway flyway = flyway(progress);
            MigrationInfoService before = flyway.info();
            refuseWhatNeedsAPerson(before.all());
            forgetFailedProcedures(connection, before.all());
            SchemaVersion was = versionBy(flyway.info());
            int files = flyway.migrate().migrationsExecuted;
            if (files > 0) {
                Events.tell(new SqlInstalled(owner.database(), files));
            }
            dropRemovedProcedures(connection, flyway.info().all());
            return was;
        } catch (SQLException e) {
            throw new MigrationException(cannot(e), e);
        } catch (FlywayMigrateException e) {
            throw new MigrationException(failure(e), e);
        } catch (FlywayValidateException e) {
            throw new MigrationException(cannot(e), e);
        } catch (FlywayException e) {
            throw new MigrationException(e.getCause() instanceof SQLException sql ? cannot(sql) : cannot(e), e);
        }
    }

    private Flyway flyway(Progress progress) {
        return Flyway.configure()
                .dataSource(owner.url(), owner.user(), owner.password())
                .resourceProvider(sql)
                .placeholderReplacement(false)
                .loggers(FlywayLog.class.getName())
                .callbacks(new FileWatch(progress))
                .ignoreMigrationPatterns("repeatable:missing")
                .load();
    }

    /** The lock goes with the connection. */
    private void lock(Connection connection) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT GET_LOCK(CONCAT('migrate.', LEFT(DATABASE(), 50)), ?)")) {
            statement.setLong(1, LOCK_LIMIT.toSeconds());
            try (ResultSet result = statement.executeQuery()) {
                if (!result.next() || result.getInt(1) != 1) {
                    throw new MigrationException("another wizd has been migrating " + owner.database() + " for "
                            + LOCK_LIMIT.toMinutes() + " minutes; try again when it is done");
                }
            }
        }
    }

    private void refuseWhatNeedsAPerson(MigrationInfo[] migrations) {
        String name = "database " + owner.database();
        first(migrations, migration -> UNKNOWN_HERE.contains(migration.getState()))
                .ifPresent(migration -> {
                    throw new MigrationException(name + " is newer than this wizd: it has " + migration.getScript()
                            + "; start the wizd that made it, or a newer one");
                });
        first(migrations, migration -> migration.getState() == MigrationState.FAILED)
                .ifPresent(migration -> {
                    throw new MigrationException("migration " + migration.getScript() + " failed half-way in " + name
                            + " earlier: undo what it did, then DELETE FROM flyway_schema_history WHERE script = '"
                            + migration.getScript() + "'");
                });
        first(migrations, migration -> migration.isApplied() && !migration.isChecksumMatching())
                .ifPresent(migration -> {
                    throw new MigrationException(name + " was made with another " + migration.getScript()
                            + "; put that file back, and changes into a new one");
                });
    }

    private static Optional<MigrationInfo> first(MigrationInfo[] migrations, Predicate<MigrationInfo> which) {
        return Arrays.stream(migrations)
                .filter(MigrationInfo::isVersioned)
                .filter(which)
                .findFirst();
    }

    /** A procedure's file drops and makes it, so after a failure it can simply run again; Flyway would refuse to. */
    private static void forgetFailedProcedures(Connection connection, MigrationInfo[] migrations) throws SQLException {
        for (MigrationInfo migration : migrations) {
            if (migration.isRepeatable() && migration.getState().isFailed()) {
                forget(connection, migration.getScript());
            }
        }
    }

    private void dropRemovedProcedures(Connection connection, MigrationInfo[] migrations) throws SQLException {
        Set<String> wanted = sql.procedureNames();
        for (MigrationInfo migration : migrations) {
            if (migration.isRepeatable() && !wanted.contains(SchemaSql.procedureOf(migration.getScript()))) {
                try (Statement statement = connection.createStatement()) {
                    String name = SchemaSql.procedureOf(migration.getScript());
                    statement.execute("DROP PROCEDURE IF EXISTS `" + name.replace("`", "``") + "`");
                }
                forget(connection, migration.getScript());
            }
        }
    }

    private static void forget(Connection connection, String script) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("DELETE FROM flyway_schema_history WHERE script = ?")) {
            statement.setString(1, script);
            statement.executeUpdate();
        }
    }

    private String failure(FlywayMigrateException e) {
        Throwable cause = e;
        while (cause.getCause() != null && !(cause instanceof SQLException)) {
            cause = cause.getCause();
        }
        String line = e.getLineNumber() > 0 ? ", line " + e.getLineNumber() : "";
        String code = cause instanceof SQLException fault
                ? " (error " + fault.getErrorCode() + ")" + neededRights(fault)
                : "";
        return "migration of " + owner.database() + " failed in " + fileOf(e.getMigration()) + line + ": "
                + oneLine(cause) + code;
    }

    /** The name under which the file lies below {@code sql/}. */
    static String fileOf(MigrationInfo migration) {
        String script = migration.getScript();
        return migration.isRepeatable() ? SchemaSql.procedureOf(script) + ".sql" : script;
    }

    private String cannot(SQLException e) {
        return "cannot migrate " + owner.database() + ": "
                + SqlReason.of(e, owner).text() + neededRights(e);
    }

    private static String neededRights(SQLException e) {
        return MISSING_RIGHTS.contains(e.getErrorCode()) ? NEEDED_RIGHTS : "";
    }

    private String cannot(FlywayException e) {
        return "cannot migrate " + owner.database() + ": " + oneLine(e);
    }

    private static String oneLine(Throwable e) {
        String message = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        return message.strip().replaceAll("\\s*\\R\\s*", " ");
    }
}
