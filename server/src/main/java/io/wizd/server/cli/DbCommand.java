package io.wizd.server.cli;

import io.wizd.db.DatabaseProbe.ServerFacts;
import io.wizd.db.Migrations.SchemaVersion;
import io.wizd.server.DataCheck;
import io.wizd.server.DatabaseConfig;
import io.wizd.server.DatabaseStatus;
import io.wizd.server.RunningNodes;
import io.wizd.server.config.Settings;
import io.wizd.server.setup.StartException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code bin/wizd db}: how the databases are, and what is stored there, before somebody relies on it. */
@Command(
        name = "db",
        description = "Look at the databases: bin/wizd db status, bin/wizd db check.",
        mixinStandardHelpOptions = true,
        subcommands = {DbCommand.Status.class, DbCommand.Check.class})
final class DbCommand {
    /** All are reached, and something is to be mended. */
    private static final int PROBLEM = 1;

    /** Columns that are no figures. */
    private static final int WORDS = 5;

    /** {@code db status}. */
    @Command(
            name = "status",
            description = "Print for each database which accounts reach it, the version of its schema, and the settings"
                    + " of its server that matter; below, what is wrong. Exit status: 0 all is well; 1 something is"
                    + " wrong; 69 an account does not reach its database.",
            mixinStandardHelpOptions = true)
    static final class Status implements Callable<Integer> {
        @Mixin
        private InstallationOptions options = new InstallationOptions();

        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Override
        public Integer call() {
            Settings settings = Settings.read(options.sources());
            Logging.defectsOnly();
            List<DatabaseStatus> all = DatabaseStatus.of(RunningNodes.addresses(settings.server()));
            PrintWriter out = spec.commandLine().getOut();
            table(all).forEach(out::println);
            all.forEach(
                    database -> database.problems().forEach(problem -> out.println(database.name() + ": " + problem)));
            if (!all.stream().allMatch(DatabaseStatus::isReached)) {
                return StartException.UNAVAILABLE;
            }
            return all.stream().allMatch(database -> database.problems().isEmpty()) ? 0 : PROBLEM;
        }
    }

    /** {@code db check}. */
    @Command(
            name = "check",
            description =
                    "Check that the members that are stored are sound: no id twice on whichever partitions, none that"
                            + " main would give again, each on the partition of its account. A line for each finding says what to"
                            + " do. Changes nothing, beside the running servers; reads all members, some seconds for a million."
                            + " Exit status: 0 sound; 1 something was found; 69 a database is not reached.",
            mixinStandardHelpOptions = true)
    static final class Check implements Callable<Integer> {
        @Mixin
        private InstallationOptions options = new InstallationOptions();

        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Override
        public Integer call() {
            Settings settings = Settings.read(options.sources());
            Logging.defectsOnly();
            DatabaseConfig.External nodes = RunningNodes.addresses(settings.server());
            PrintWriter out = spec.commandLine().getOut();
            DataCheck.Result result = check(nodes);
            result.findings().forEach(out::println);
            out.println(String.format(
                    Locale.ROOT,
                    "%,d members on %d partitions: %s",
                    result.members(),
                    nodes.nodes().size(),
                    result.findings().isEmpty() ? "sound" : "not sound"));
            return result.findings().isEmpty() ? 0 : PROBLEM;
        }

        private static DataCheck.Result check(DatabaseConfig.External nodes) {
            try (ProgressLine line = ProgressLine.onTerminal()) {
                return DataCheck.of(
                        nodes,
                        members -> line.show(() -> String.format(Locale.ROOT, "wizd: %,d members checked", members)));
            }
        }
    }

    private static List<String> table(List<DatabaseStatus> all) {
        TextTable table = new TextTable(
                WORDS,
                "NAME",
                "STATE",
                "DATABASE",
                "SERVER",
                "REACHED BY",
                "SCHEMA",
                "LOCAL_INFILE",
                "MAX_ALLOWED_PACKET",
                "BINLOG_FORMAT");
        for (DatabaseStatus database : all) {
            ServerFacts facts = database.facts();
            table.add(
                    database.name(),
                    stateOf(database),
                    database.database(),
                    facts == null ? "-" : facts.version(),
                    database.reachedBy().isEmpty() ? "nobody" : String.join(",", database.reachedBy()),
                    schema(database.schema()),
                    facts == null ? "-" : facts.localInfile() ? "ON" : "OFF",
                    facts == null ? "-" : (facts.maxAllowedPacketBytes() >> 20) + " MiB",
                    facts == null ? "-" : facts.binlogFormat());
        }
        return table.lines();
    }

    private static String stateOf(DatabaseStatus database) {
        if (database.isRefused()) {
            return "refused";
        }
        if (database.reachedBy().isEmpty()) {
            return "away";
        }
        return database.problems().isEmpty() ? "ok" : "wrong";
    }

    private static String schema(@Nullable SchemaVersion schema) {
        if (schema == null) {
            return "-";
        }
        int pending = schema.pending().size();
        return pending == 0
                ? schema.version()
                : schema.version() + " +" + pending + (pending == 1 ? " file" : " files");
    }
}
