package io.wizd.bench;

import io.wizd.bench.cases.BenchCases;
import io.wizd.bench.login.LoginCommand;
import io.wizd.bench.overload.OverloadCommand;
import io.wizd.program.StandardOutput;
import io.wizd.program.WrongUse;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code bin/bench}: wizd beside references that do the same work, in one run. */
@Command(
        name = "bin/bench",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Measures wizd against references in the same run, in turn, and prints a Markdown table with"
                + " ratios. The references and figures are explained in docs/performance.md.",
        exitCodeOnInvalidInput = Bench.USAGE,
        subcommands = {OverloadCommand.class, LoginCommand.class},
        footerHeading = "%nExamples:%n",
        footer = {
            "  bin/bench",
            "  bin/bench --cases ping-tcp,kv-set-http --rounds 5",
            "  bin/bench --list",
            "  bin/bench overload --only gets,imports",
            "  bin/bench login"
        })
public final class Bench implements Callable<Integer> {
    static final int USAGE = 64;
    private static final int UNAVAILABLE = 69;
    private static final int SOFTWARE = 70;

    enum Load {
        wizd,
        wrk
    }

    @Option(
            names = "--cases",
            split = ",",
            paramLabel = "NAME",
            description = "Only these (default: all but those that --list marks)")
    private List<String> cases = new ArrayList<>();

    @Option(names = "--list", description = "Print the cases and what they compare, and measure nothing")
    private boolean list;

    @Option(
            names = "--connections",
            paramLabel = "N",
            defaultValue = "64",
            description = "To each server; 256 in the cases called c256 (default: ${DEFAULT-VALUE})")
    private int connections;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "5",
            description = "Of a round (default: ${DEFAULT-VALUE})")
    private int seconds;

    @Option(
            names = "--warm-up",
            paramLabel = "N",
            defaultValue = "10",
            description = "Seconds before the first round of each side (default: ${DEFAULT-VALUE})")
    private int warmUpSeconds;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "3",
            description = "Of each side, in turn (default: ${DEFAULT-VALUE})")
    private int rounds;

    @Option(
            names = "--load",
            paramLabel = "TOOL",
            defaultValue = "wizd",
            description = "wizd = the load generator of bin/wiz, wrk = wrk where the case is HTTP"
                    + " (default: ${DEFAULT-VALUE})")
    private Load load = Load.wizd;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** Measures, and exits with its status. */
    public static void main(String[] args) {
        Locale.setDefault(Locale.ROOT);
        StandardOutput.exitAfter("bench", () -> commandLine().execute(args));
    }

    private static CommandLine commandLine() {
        CommandLine commandLine = new CommandLine(new Bench());
        commandLine.setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8));
        commandLine.setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8));
        commandLine.setParameterExceptionHandler(Bench::badUsage);
        commandLine.setExecutionExceptionHandler(Bench::failed);
        return commandLine;
    }

    @Override
    public Integer call() throws IOException {
        if (list) {
            BenchCases.ALL.forEach(
                    benchCase -> out().println("%-18s %s".formatted(benchCase.name(), benchCase.summary())));
            return 0;
        }
        List<BenchCase> wanted = wanted();
        BenchPlan plan = plan();
        try (WorkFolder folder = WorkFolder.make()) {
            LoadTool tool = load == Load.wrk ? new WrkLoad(folder.path()) : new BuiltInLoad();
            out().println(measured(folder.path(), tool, plan, wanted));
            return 0;
        }
    }

    private String measured(Path folder, LoadTool tool, BenchPlan plan, List<BenchCase> wanted) {
        double loadBefore = Machine.load();
        try (Stage stage = new Stage(folder, tool, plan.connections())) {
            Contest contest = new Contest(stage, plan, err()::println);
            List<Comparison> outcomes = wanted.stream().map(contest::run).toList();
            List<String> conditions = List.of(
                    Machine.describe(),
                    "wizd %s on %s; load average before: %.1f"
                            .formatted(
                                    Machine.wizdVersion(Path.of(System.getProperty("wizd.home", "."))),
                                    stage.database().version(),
                                    loadBefore),
                    "%d connections (256 in c256), %d s of warm-up each, then %d rounds of %d s in turn; load: %s"
                            .formatted(connections, warmUpSeconds, rounds, seconds, tool.name()));
            return Report.of(conditions, outcomes);
        }
    }

    private List<BenchCase> wanted() {
        List<String> known = BenchCases.ALL.stream().map(BenchCase::name).toList();
        for (String name : cases) {
            if (!known.contains(name)) {
                throw usage("there is no case " + name + "; there are " + String.join(", ", known));
            }
        }
        return BenchCases.ALL.stream()
                .filter(benchCase -> cases.isEmpty() ? !benchCase.onlyWhenNamed() : cases.contains(benchCase.name()))
                .toList();
    }

    private BenchPlan plan() {
        try {
            return new BenchPlan(
                    connections, Math.multiplyExact(warmUpSeconds, 1000), Math.multiplyExact(seconds, 1000), rounds);
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw usage(String.valueOf(e.getMessage()));
        }
    }

    private ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    private PrintWriter err() {
        return spec.commandLine().getErr();
    }

    private static int badUsage(ParameterException e, String[] args) {
        WrongUse.tell(e);
        return USAGE;
    }

    private static int failed(Exception thrown, CommandLine command, CommandLine.ParseResult parsed) {
        boolean told = thrown instanceof BenchException;
        command.getErr().println("bench: " + (told ? thrown.getMessage() : "a defect of this program: " + thrown));
        return told ? UNAVAILABLE : SOFTWARE;
    }
}
