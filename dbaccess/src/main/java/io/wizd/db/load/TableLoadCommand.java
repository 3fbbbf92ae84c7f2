package io.wizd.db.load;

import io.wizd.program.StandardOutput;
import io.wizd.program.WrongUse;
import java.io.IOException;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParseResult;

/** {@code bin/load FILE TABLE}: the command line of the loader. Exit statuses: {@link ExitStatus}. */
@Command(
        name = "bin/load",
        sortOptions = false,
        usageHelpAutoWidth = true,
        description = "Loads rows from JSON or CSV into a table. Everything is checked first: where a row does not fit,"
                + " nothing is loaded.",
        footer = {
            "",
            "A transaction holds 1,000 rows. A load that was broken off says so and goes on",
            "with --resume. Times with an offset are stored in UTC. BINARY and BLOB are",
            "base64, VARBINARY is text in UTF-8. Values are never cut or rounded.",
            "",
            "Exit status: 0 loaded; 64 wrong use; 65 bad rows; 66 no such file or",
            "  table; 69 database not reachable; 70 refused by the database; 73, 74 files;",
            "  75 broken off; 77 not permitted; 78 configuration.",
            "",
            "Examples:",
            "  bin/load orders.csv shop.orders",
            "  zcat orders.ndjson.gz | bin/load - shop.orders --on-duplicate skip \\",
            "      --url jdbc:mysql://db:3306/ --user ann"
        })
public final class TableLoadCommand implements Callable<Integer> {

    @Parameters(index = "0", paramLabel = "FILE", description = "rows to load; - for standard input")
    private String file = "";

    @Parameters(
            index = "1",
            paramLabel = "TABLE",
            description = "table or database.table; names with points in `backticks`")
    private String table = "";

    @Mixin
    private LoadOptions options = new LoadOptions();

    @Mixin
    private DatabaseOptions database = new DatabaseOptions();

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "show this and exit")
    @SuppressWarnings("UnusedVariable") // picocli sets and reads it
    private boolean help;

    private final Screen screen;
    private final Map<String, String> environment;
    private final Interrupt interrupt;
    private List<String> arguments = List.of();

    TableLoadCommand(Screen screen, Map<String, String> environment, Interrupt interrupt) {
        this.screen = screen;
        this.environment = environment;
        this.interrupt = interrupt;
    }

    /** Runs the command and ends the JVM with its exit status. */
    public static void main(String[] arguments) {
        Interrupt interrupt = Interrupt.onSignals();
        StandardOutput.exitAfter("load", () -> {
            try {
                return new TableLoadCommand(Screen.ofSystem(), System.getenv(), interrupt).execute(arguments);
            } finally {
                interrupt.over();
            }
        });
    }

    /** Runs the command; returns its exit status. */
    int execute(String... commandLine) {
        arguments = List.of(commandLine);
        return new CommandLine(this)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setOut(new PrintWriter(screen.out(), true, screen.out().charset()))
                .setErr(new PrintWriter(screen.err(), true, screen.err().charset()))
                .setParameterExceptionHandler((e, given) -> {
                    WrongUse.tell(e);
                    return ExitStatus.USAGE.code();
                })
                .setExecutionExceptionHandler(this::report)
                .execute(commandLine);
    }

    @Override
    public Integer call() throws LoadException, IOException, SQLException {
        options.check();
        TableName wanted = TableName.parse(table);
        try (InputFile input = InputFile.open(file, screen.in())) {
            InputLayout layout = InputLayout.of(input, options.format);
            DatabaseOptions.Target target = database.target(environment);
            TableName named =
                    wanted.database().isEmpty() ? new TableName(target.address().database(), wanted.table()) : wanted;
            DatabaseOptions.requireAllowed(named.database(), environment);
            try (Connection connection = TableConnection.open(target.address(), options.onDuplicate)) {
                LoadJob job = new LoadJob(
                        input, layout, options.nullText, new Catalogue(connection).table(named), options.onDuplicate);
                ResumeFile resumeFile = ResumeFile.of(input, job.table().name(), target.serverId(), environment);
                new LoadRun(job, options, connection, resumeFile, new Session(screen, interrupt, arguments)).run();
                return 0;
            }
        }
    }

    private int report(Exception e, CommandLine command, ParseResult parsed) {
        LoadException load = switch (e) {
            case LoadException known -> known;
            case SQLException sql -> SqlFaults.fatal(sql);
            case IOException io -> new LoadException(ExitStatus.IO, String.valueOf(io.getMessage()), io);
            default -> new LoadException(ExitStatus.SOFTWARE, "an error in the loader itself: " + e, e);
        };
        screen.err().println("load: " + load.getMessage());
        return load.status().code();
    }
}
