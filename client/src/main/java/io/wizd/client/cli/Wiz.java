package io.wizd.client.cli;

import io.netty.util.internal.logging.InternalLoggerFactory;
import io.netty.util.internal.logging.JdkLoggerFactory;
import io.wizd.client.CallTimeoutException;
import io.wizd.client.ClientException;
import io.wizd.client.ReplyError;
import io.wizd.client.ReplyException;
import io.wizd.client.cases.CaseFiles;
import io.wizd.program.StandardOutput;
import io.wizd.program.WrongUse;
import io.wizd.protocol.Printable;
import java.io.PrintWriter;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.UnmatchedArgumentException;

/** {@code wiz}: the command-line client. Its commands are one class each. */
@Command(
        name = "bin/wiz",
        description = "Talks to a wizd from the command line. A command has its own --help.",
        subcommands = {
            SendCommand.class,
            GetCommand.class,
            SetCommand.class,
            DelCommand.class,
            FibCommand.class,
            PingCommand.class,
            TypesCommand.class,
            ShellCommand.class,
            LoginCommand.class,
            LogoutCommand.class,
            TestCommand.class,
            LoadCommand.class,
            MembersCommand.class,
            JobsCommand.class,
            CompletionCommand.class,
            HelpCommand.class
        },
        versionProvider = Wiz.VersionOfJar.class,
        sortOptions = false,
        exitCodeOnInvalidInput = Exit.USAGE,
        footerHeading = "%nExamples:%n",
        footer = {
            "  bin/wiz ping",
            "  bin/wiz set greeting hello",
            "  bin/wiz send kv-set '{\"key\":\"a\",\"value\":1}'",
            "  bin/wiz --server 10.0.0.7:8003,10.0.0.8:8003 types",
            "",
            "Exit status: 0 ok, 1 an error reply or failed cases, 64 usage, 65 bad input,",
            "66 no such file, 69 no server, or it refuses for the moment (HTTP 502 to 504),",
            "73 a file cannot be made, 74 a file cannot be read or written to its end,",
            "75 no reply in time."
        })
public final class Wiz {
    @Mixin
    private ServerOptions options = new ServerOptions();

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Show this help and exit.")
    @SuppressWarnings("unused") // picocli reads it
    private boolean help;

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Show the version and exit.")
    @SuppressWarnings("unused") // picocli reads it
    private boolean version;

    /** Runs one command and exits with its status. */
    public static void main(String[] args) {
        // Netty would start the whole logging system for lines that nobody reads here.
        InternalLoggerFactory.setDefaultFactory(JdkLoggerFactory.INSTANCE);
        StandardOutput.exitAfter("wiz", () -> {
            PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
            PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
            return run(out, err, args);
        });
    }

    static int run(PrintWriter out, PrintWriter err, String... args) {
        CommandLine commandLine = new CommandLine(new Wiz());
        commandLine.setOut(out);
        commandLine.setErr(err);
        commandLine.setParameterExceptionHandler(Wiz::badUsage);
        commandLine.setExecutionExceptionHandler(Wiz::failed);
        int status = commandLine.execute(args);
        out.flush();
        err.flush();
        return status;
    }

    ServerOptions options() {
        return options;
    }

    /** The version of the jar that this class is in; where the classes lie in a folder it says so. */
    static final class VersionOfJar implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Wiz.class.getPackage().getImplementationVersion();
            return new String[] {"wiz " + (version == null ? "development" : version)};
        }
    }

    private static int badUsage(ParameterException e, String[] args) {
        WrongUse.tell(e, Printable.of(messageType(e).orElseGet(() -> WrongUse.text(e))));
        return Exit.USAGE;
    }

    /** What is no command may be a message type, which has to be sent. */
    private static Optional<String> messageType(ParameterException e) {
        if (e.getCommandLine().getParent() != null || !(e instanceof UnmatchedArgumentException unknown)) {
            return Optional.empty();
        }
        return unknown.getUnmatched().stream()
                .limit(1)
                .filter(CaseFiles::isType)
                .map(type -> type + " is a message type: bin/wiz send " + type)
                .findFirst();
    }

    /** The one place that turns what a command throws into a line and a status. */
    private static int failed(Exception thrown, CommandLine command, CommandLine.ParseResult parsed) {
        PrintWriter err = command.getErr();
        return switch (thrown) {
            case Failure failure -> tell(err, failure.getMessage(), failure.exitStatus());
            case ReplyException reply -> {
                tell(err, reply.getMessage(), Exit.FAILED);
                yield tellMore(err, optionsOf(command), reply.error());
            }
            case CallTimeoutException timeout -> tell(err, timeout.getMessage(), Exit.TIMED_OUT);
            case ClientException noReply ->
                tell(err, unreachable(noReply, optionsOf(command).addresses()), Exit.UNAVAILABLE);
            default -> tell(err, "a defect of this program: " + thrown, Exit.SOFTWARE);
        };
    }

    /** Much of what is told is a server's text. */
    private static int tell(PrintWriter err, @Nullable String line, int exitStatus) {
        err.println("wiz: " + Printable.of(String.valueOf(line)));
        return exitStatus;
    }

    /** What the line of an error lacks: where several fields are wrong, each on a line of its own; what to do about it. */
    static int tellMore(PrintWriter err, ServerOptions options, ReplyError error) {
        if (error.errors().size() > 1) {
            error.errors()
                    .forEach(wrong -> err.println("  " + Printable.of(wrong.field() + ": " + wrong.description())));
        }
        options.adviceOn(error).ifPresent(advice -> err.println("wiz: " + Printable.of(advice)));
        return Exit.FAILED;
    }

    private static ServerOptions optionsOf(CommandLine command) {
        return ((Wiz) command.getCommandSpec().root().userObject()).options;
    }

    /** Says what to do about it, where the server was not there at all. */
    static String unreachable(ClientException e, String servers) {
        if (e.getCause() instanceof ConnectException) {
            return "no wizd at " + servers + ": start it with bin/wizd run";
        }
        if (e.getCause() instanceof UnknownHostException) {
            return "no wizd at " + servers + ": unknown host";
        }
        return String.valueOf(e.getMessage());
    }
}
