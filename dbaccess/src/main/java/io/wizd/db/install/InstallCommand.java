package io.wizd.db.install;

import io.wizd.db.DatabaseLogins;
import io.wizd.db.Environment;
import io.wizd.db.JdbcAddress;
import io.wizd.db.MigrationException;
import io.wizd.db.SqlReason;
import io.wizd.program.StandardOutput;
import io.wizd.program.WrongUse;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bin/installdb}: makes wizd's databases, procedures and accounts on a server that somebody else runs. */
@Command(
        name = "bin/installdb",
        mixinStandardHelpOptions = true,
        description = {
            "Makes wizd's databases, tables, procedures and accounts on a MySQL 8 or MariaDB 10.11 server, or a later one.",
            "Prints the configuration on standard output, and how far it is on standard error.",
            "What exists is never touched without --force.",
            "The administrator's password is asked for, or taken from WIZD_DB_PASSWORD or --password-file.",
            ""
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:done",
            "64:wrong usage",
            "69:the server cannot be reached or is too old",
            "73:something exists already, or cannot be made"
        })
public final class InstallCommand implements Callable<Integer> {

    private static final int USAGE = 64;
    private static final int CANNOT_CREATE = 73;

    @Option(
            names = "--url",
            required = true,
            paramLabel = "jdbc:mysql://HOST:PORT/",
            description = "The server; options of the driver may follow after a question mark.")
    private String url = "";

    @Option(names = "--user", defaultValue = "root", description = "The administrator (default: ${DEFAULT-VALUE}).")
    private String user = "";

    @Option(names = "--password-file", paramLabel = "FILE", description = "Holds the password in its first line.")
    private @Nullable Path passwordFile;

    @Option(
            names = "--main",
            defaultValue = "wizd_main",
            description = "The main database (default: ${DEFAULT-VALUE}).")
    private String main = "";

    @Option(
            names = "--partitions",
            split = ",",
            defaultValue = "wizd_p1,wizd_p2",
            description = "The partitions, separated by commas (default: ${DEFAULT-VALUE}).")
    private List<String> partitions = List.of();

    @Option(
            names = "--accounts",
            paramLabel = "PREFIX",
            defaultValue = "wizd",
            description = "Accounts PREFIX_owner, PREFIX_app and PREFIX_loader are made (default: ${DEFAULT-VALUE}).")
    private String prefix = "";

    @Option(
            names = "--host",
            defaultValue = "%",
            description = "Where the accounts may connect from, %% is everywhere (default: %%).")
    private String host = "";

    @Option(names = "--force", description = "Drop the databases and accounts of these names, with all data, first.")
    private boolean force;

    @Option(
            names = "--add-partition",
            paramLabel = "NAME",
            description = {
                "Make one more database for an installation that exists, and print its line for wizd.database.partitions.",
                "The accounts (--accounts, --host) keep their passwords; one that this server does not have is made with"
                        + " that of the configuration, from WIZD_DATABASE_OWNER_PASSWORD, WIZD_DATABASE_APP_PASSWORD or"
                        + " WIZD_DATABASE_LOADER_PASSWORD."
            })
    private Optional<String> newPartition = Optional.empty();

    @Spec
    private @Nullable CommandSpec spec;

    private final Map<String, String> environment;

    private InstallCommand(Map<String, String> environment) {
        this.environment = environment;
    }

    /** Exits with a status of sysexits.h. */
    public static void main(String[] arguments) {
        StandardOutput.exitAfter("installdb", () -> commandLine(System.getenv()).execute(arguments));
    }

    static CommandLine commandLine(Map<String, String> environment) {
        return new CommandLine(new InstallCommand(environment))
                .setExecutionExceptionHandler((e, line, parsed) -> fail(line.getErr(), e))
                .setParameterExceptionHandler((e, arguments) -> {
                    WrongUse.tell(e);
                    return USAGE;
                });
    }

    @Override
    public Integer call() throws SQLException {
        if (newPartition.isPresent()) {
            addPartition(newPartition.get());
            return 0;
        }
        DatabaseNames layout = new DatabaseNames(main, partitions);
        requireAllowed(layout);
        JdbcAddress address = address();
        Installation.AccountPlan plan = new Installation.AccountPlan(DatabaseLogins.withNewPasswords(prefix), host);
        PrintWriter progress = spec().commandLine().getErr();
        try (TargetServer server = TargetServer.connect(address)) {
            progress.println("installing on " + server.requireSupported());
            Installation installation = new Installation(server, address, layout, plan, progress);
            if (force) {
                installation.dropWhatIsThere();
            } else {
                installation.requireNothingThere();
            }
            installation.create();
            installation.printConfiguration(spec().commandLine().getOut());
        }
        return 0;
    }

    private void addPartition(String name) throws SQLException {
        if (force) {
            throw InstallException.usage("--force drops databases, and does not go with --add-partition");
        }
        Environment.of(environment).requireAllowed(name);
        JdbcAddress address = address();
        PrintWriter progress = spec().commandLine().getErr();
        try (TargetServer server = TargetServer.connect(address)) {
            progress.println("adding a partition on " + server.requireSupported());
            new NewPartition(server, host, progress).create(name, prefix, environment);
            spec().commandLine().getOut().println(Installation.partitionLine(address, name));
        }
    }

    /** With {@code WIZD_ENV=test}, no account of a live installation either: --force would drop it. */
    private void requireAllowed(DatabaseNames layout) {
        Environment allowed = Environment.of(environment);
        layout.databases().keySet().forEach(allowed::requireAllowed);
        if (!allowed.allows(prefix + "_")) {
            throw new IllegalArgumentException("WIZD_ENV = test: the accounts " + prefix
                    + "_… are not for tests; give --accounts test, or another that begins with test_");
        }
    }

    private JdbcAddress address() {
        JdbcAddress withoutPassword = withoutPassword();
        return new JdbcAddress(withoutPassword.url(), user, AdminPassword.get(Optional.ofNullable(passwordFile), user));
    }

    private JdbcAddress withoutPassword() {
        try {
            return new JdbcAddress(url, user, "").withDatabase("");
        } catch (IllegalArgumentException e) {
            throw InstallException.usage("--url: " + e.getMessage());
        }
    }

    private CommandSpec spec() {
        return Objects.requireNonNull(spec, "picocli sets it");
    }

    /** One line for what a user can mend; anything else is our fault and shows where it happened. */
    private static int fail(PrintWriter err, Exception e) throws Exception {
        if (e instanceof InstallException known) {
            err.println("installdb: " + known.getMessage());
            return known.exitStatus();
        }
        if (e instanceof IllegalArgumentException) {
            err.println("installdb: " + e.getMessage());
            return USAGE;
        }
        if (e instanceof MigrationException) {
            err.println("installdb: " + e.getMessage());
            return CANNOT_CREATE;
        }
        if (e instanceof SQLException refused) {
            err.println("installdb: the server refused: " + SqlReason.words(refused) + " (error "
                    + refused.getErrorCode() + ")");
            return CANNOT_CREATE;
        }
        throw e;
    }
}
