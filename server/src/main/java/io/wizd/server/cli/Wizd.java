package io.wizd.server.cli;

import io.wizd.program.StandardOutput;
import io.wizd.program.WrongUse;
import io.wizd.server.Version;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.ParameterException;

/** {@code bin/wizd}: runs the server, or looks after one that runs in the background. One class a command. */
@Command(
        name = "bin/wizd",
        description = "JSON messages in, MySQL stored procedures underneath.%n",
        mixinStandardHelpOptions = true,
        versionProvider = Wizd.VersionOfJar.class,
        sortOptions = false,
        subcommands = {
            RunCommand.class,
            StartCommand.class,
            StopCommand.class,
            RestartCommand.class,
            StatusCommand.class,
            CheckCommand.class,
            ConfigCommand.class,
            AccessCommand.class,
            RoutesCommand.class,
            DbCommand.class,
            MigrateCommand.class,
            PartitionsCommand.class,
            CreateAdminCommand.class,
            UserCommand.class,
            ShellEntry.class,
            BashCompletionCommand.class,
            CommandLine.HelpCommand.class
        },
        footer = {
            "",
            "Variables: WIZD_PORT, WIZD_DATA, WIZD_CONFIG, WIZD_PROFILE, and one for each",
            "  other key of the configuration; WIZD_JAVA_HOME, a JDK 25; WIZD_JAVA_OPTS,",
            "  options of the JVM, such as -Xmx2g.",
            "",
            "Exit status: 0 ok; 64 wrong use; 69 something needed is not there; 70 a defect",
            "  of wizd; 71 too little memory for the JVM; 73 something cannot be made: port,",
            "  file; 74 error of the disk; 75 in use, try later; 77 not permitted; 78",
            "  configuration.",
            "status: 0 up, 1 was killed, 3 down, 4 starting, ending or unknown.",
            "",
            "Examples:",
            "  bin/wizd run --port 0 --data /tmp/try",
            "  bin/wizd start && bin/wizd status"
        })
public final class Wizd {
    private static final int USAGE = 64;

    /** Runs one command and exits with its status. */
    public static void main(String[] arguments) {
        StandardOutput.exitAfter("wizd", () -> run(writer(System.out), writer(System.err), arguments), Wizd::failed);
    }

    /** Runs one command in this JVM; its exit status. */
    static int run(PrintWriter out, PrintWriter err, String... arguments) {
        return commandLine(out, err).execute(arguments);
    }

    /** An error must not leave a JVM behind that some thread keeps alive. */
    private static int failed(Error thrown) {
        return Failures.report(thrown, writer(System.err));
    }

    private static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(stream, true, StandardCharsets.UTF_8);
    }

    private static CommandLine commandLine(PrintWriter out, PrintWriter err) {
        CommandLine commandLine = new CommandLine(new Wizd());
        commandLine.setOut(out);
        commandLine.setErr(err);
        commandLine.setUsageHelpAutoWidth(true);
        commandLine.setParameterExceptionHandler((e, given) -> badUsage(e));
        commandLine.setExecutionExceptionHandler((e, command, parsed) -> Failures.report(e, command.getErr()));
        return commandLine;
    }

    private static int badUsage(ParameterException e) {
        WrongUse.tell(e);
        return USAGE;
    }

    /** The version of the jar that this class is in. */
    static final class VersionOfJar implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"wizd " + Version.current()};
        }
    }
}
