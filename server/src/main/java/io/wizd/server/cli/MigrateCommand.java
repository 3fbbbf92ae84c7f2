package io.wizd.server.cli;

import io.wizd.db.Migrations.SchemaVersion;
import io.wizd.server.DatabaseConfig;
import io.wizd.server.SchemaUpdate;
import io.wizd.server.ServerConfig;
import io.wizd.server.config.Settings;
import io.wizd.server.daemon.Condition;
import io.wizd.server.daemon.Daemon;
import io.wizd.server.daemon.DataFolder;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bin/wizd migrate}: what a start does to the schemas, without serving. */
@Command(
        name = "migrate",
        description =
                "Bring the schemas of all databases to this version, as a start does: main, then the partitions, a"
                        + " line each. An embedded database that does not run is started for it. Nothing is changed unless"
                        + " every account reaches its database. Stop servers of an older version before: they do not go with"
                        + " the new schema.",
        mixinStandardHelpOptions = true)
final class MigrateCommand implements Callable<Integer> {
    @Mixin
    private InstallationOptions options = new InstallationOptions();

    @Option(
            names = {"-n", "--dry-run"},
            description = "say which files would run, and run none")
    private boolean dryRun;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        ServerConfig config = Settings.read(options.sources()).server();
        Logging.defectsOnly();
        PrintWriter out = spec.commandLine().getOut();
        try (SchemaUpdate update = update(config);
                ProgressLine progress = ProgressLine.onTerminal()) {
            for (DatabaseConfig.Node database : update.databases()) {
                if (dryRun) {
                    tellWhatWouldRun(out, database.name(), update.look(database));
                } else {
                    SchemaVersion was =
                            update.run(database, file -> progress.showAtOnce("wizd: " + database.name() + ": " + file));
                    progress.clear();
                    out.println(database.name() + ": " + step(was, "run"));
                }
            }
        }
        return 0;
    }

    private static SchemaUpdate update(ServerConfig config) {
        return new Daemon(new DataFolder(config.data())).condition() instanceof Condition.Up
                ? SchemaUpdate.besideServer(config)
                : SchemaUpdate.withoutServer(config);
    }

    private static void tellWhatWouldRun(PrintWriter out, String database, SchemaVersion version) {
        out.println(database + ": " + step(version, "would run"));
        version.pending().forEach(file -> out.println("  " + file));
    }

    private static String step(SchemaVersion was, String verb) {
        int files = was.pending().size();
        if (files == 0) {
            return "up to date (" + was.newest() + ")";
        }
        // A procedure may be another one, and the tables the same.
        String versions = was.version().equals(was.newest()) ? was.newest() : was.version() + " → " + was.newest();
        return versions + " (" + files + (files == 1 ? " file " : " files ") + verb + ")";
    }
}
