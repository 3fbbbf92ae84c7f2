package io.wizd.server.cli;

import io.wizd.handlers.kv.sync.SyncProgress;
import io.wizd.handlers.kv.sync.SyncReport;
import io.wizd.program.StandardOutput;
import io.wizd.program.WrongUse;
import io.wizd.protocol.ErrorCode;
import io.wizd.protocol.WizdException;
import io.wizd.server.RunningNodes;
import io.wizd.server.ServerConfig;
import io.wizd.server.config.Settings;
import io.wizd.server.nodes.ExclusiveSync;
import io.wizd.server.nodes.NodeFigures;
import io.wizd.server.setup.StartException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bin/sync}: one run of sync beside the running servers, or how far they are. */
@Command(
        name = "bin/sync",
        sortOptions = false,
        usageHelpAutoWidth = true,
        description =
                "Brings every key to the partitions that it belongs on: copies up to date, what a partition missed"
                        + " while it was away, and keys that move after partitions were added or removed. One run at a time in"
                        + " the whole installation. Give it the configuration that the servers have.",
        footer = {
            "",
            "Exit status: 0 done; 1 something failed, or a partition is away, so that not",
            "  everything is done; 64 wrong use; 69 no wizd runs there, or the main database",
            "  does not answer; 75 another run is under way; 78 configuration.",
            "",
            "Example, from cron:",
            "  * * * * *  wizd  /opt/wizd/bin/sync --once --quiet"
        })
public final class SyncCommand implements Callable<Integer> {
    private static final String PROGRAM = "sync";
    private static final int USAGE = 64;
    private static final int NOT_ALL = 1;

    /** A run that is interrupted may finish its batch for so long, so that the next need not wait for its lease. */
    private static final long STOP_SECONDS = 10;

    private static final class Action {
        @Option(names = "--once", description = "run once and exit (the default)")
        @SuppressWarnings("UnusedVariable") // picocli sets it
        private boolean once;

        @Option(names = "--status", description = "print how far each partition is instead")
        private boolean status;
    }

    @ArgGroup
    private Action action = new Action();

    @Option(
            names = {"-q", "--quiet"},
            description = "say nothing where all went well")
    private boolean quiet;

    @Mixin
    private InstallationOptions options = new InstallationOptions();

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "show this and exit")
    @SuppressWarnings("UnusedVariable") // picocli sets and reads it
    private boolean help;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private final CountDownLatch ended = new CountDownLatch(1);

    /** Runs the command and exits with its status. */
    public static void main(String[] arguments) {
        StandardOutput.exitAfter(PROGRAM, () -> commandLine().execute(arguments));
    }

    private static CommandLine commandLine() {
        CommandLine commandLine = new CommandLine(new SyncCommand());
        commandLine.setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8));
        commandLine.setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8));
        commandLine.setParameterExceptionHandler((e, given) -> {
            WrongUse.tell(e);
            return USAGE;
        });
        commandLine.setExecutionExceptionHandler(
                (e, command, parsed) -> Failures.report(PROGRAM, e, commandLine.getErr()));
        return commandLine;
    }

    @Override
    public Integer call() {
        ServerConfig config = Settings.read(options.sources()).server();
        Logging.defectsOnly();
        try (RunningNodes nodes = RunningNodes.open(config)) {
            return action.status ? tell(nodes) : run(nodes, config);
        } finally {
            ended.countDown();
        }
    }

    private int run(RunningNodes nodes, ServerConfig config) {
        ExclusiveSync sync =
                new ExclusiveSync(nodes.main(), nodes.partitions(), config.kv().tombstoneTtlMs(), "bin/sync");
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(sync), "stop"));
        long begunNanos = System.nanoTime();
        try {
            return close(run(sync), begunNanos);
        } catch (WizdException e) {
            return failed(e);
        }
    }

    private SyncReport run(ExclusiveSync sync) {
        if (quiet) {
            return sync.run(SyncProgress.NONE);
        }
        try (SyncDisplay display = new SyncDisplay()) {
            return sync.run(display);
        }
    }

    /** After a signal; at the end of a run there is nothing to wait for. */
    private void stop(ExclusiveSync sync) {
        sync.stop();
        try {
            ended.await(STOP_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private int close(SyncReport report, long begunNanos) {
        double seconds = (System.nanoTime() - begunNanos) / 1e9;
        if (!quiet) {
            spec.commandLine()
                    .getOut()
                    .println(String.format(
                            Locale.ROOT,
                            "sync: %,d entries sent, %,d moved, %,d tombstones purged, in %.1f s",
                            report.sent(),
                            report.forgotten(),
                            report.purged(),
                            seconds));
        }
        report.away()
                .forEach(node ->
                        say(node + " is away: what it lacks is kept for it, and keys that it holds are not moved"));
        if (report.away().isEmpty() && !report.settled()) {
            say("not all keys are where they belong yet; run it again");
        }
        return report.away().isEmpty() && report.settled() ? 0 : NOT_ALL;
    }

    private int failed(WizdException e) {
        boolean taken = e.fault().code() == ErrorCode.LEASE_TAKEN;
        say((taken ? "another run is under way: " : "") + e.getMessage());
        return taken ? StartException.TRY_LATER : NOT_ALL;
    }

    private void say(String line) {
        spec.commandLine().getErr().println(PROGRAM + ": " + line);
    }

    private int tell(RunningNodes nodes) {
        TextTable table = new TextTable("NAME", "STATE", "KEYS", "CHANGES", "LAG", "PENDING", "SETTLED");
        NodeFigures.of(nodes.partitions())
                .forEach(node -> table.add(
                        node.name(),
                        node.state(),
                        Figures.number(node.keys()),
                        Figures.number(node.changes()),
                        Figures.seconds(node.lagSeconds()),
                        Figures.number(node.pending()),
                        node.settled() ? "yes" : "no"));
        table.lines().forEach(spec.commandLine().getOut()::println);
        return 0;
    }
}
