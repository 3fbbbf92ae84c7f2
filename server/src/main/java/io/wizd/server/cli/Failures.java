package io.wizd.server.cli;

import io.wizd.db.AccountException;
import io.wizd.db.MigrationException;
import io.wizd.db.SqlReason;
import io.wizd.db.embedded.DatabaseStartException;
import io.wizd.event.Events;
import io.wizd.event.ServerEvent.ProgramFailed;
import io.wizd.server.config.InvalidConfigException;
import io.wizd.server.config.Settings;
import io.wizd.server.setup.StartException;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;

/** The one place that turns what a command throws into lines for a person and an exit status. */
final class Failures {
    private static final int SOFTWARE = 70;

    private Failures() {}

    /** Prints it; returns the exit status. */
    static int report(Throwable thrown, PrintWriter err) {
        return report("wizd", thrown, err);
    }

    /** The same for another program of ours. */
    static int report(String program, Throwable thrown, PrintWriter err) {
        return switch (thrown) {
            case InvalidConfigException config -> {
                config.faults().forEach(fault -> err.println(program + ": " + fault));
                yield StartException.CONFIG;
            }
            case StartException start -> {
                start.lines().forEach(reason -> err.println(program + ": " + reason));
                yield start.exitStatus();
            }
            case DatabaseStartException database -> line(program, err, database.getMessage(), database.exitStatus());
            case MigrationException migration -> line(program, err, migration.getMessage(), statusOf(migration));
            case AccountException account -> line(program, err, account.getMessage(), statusOf(account));
            default -> {
                Events.tell(new ProgramFailed(program, thrown));
                yield line(program, err, "a defect of wizd: " + thrown, SOFTWARE);
            }
        };
    }

    /** Says what should be mended although it keeps nothing from working. */
    static void warn(Settings settings, PrintWriter err) {
        settings.warnings().forEach(warning -> err.println("wizd: " + warning));
        settings.values()
                .exposedPasswords()
                .forEach(file -> err.println("wizd: every user of this machine can read " + file
                        + ", which holds passwords: chmod o-r " + file));
    }

    /** What a database refuses to an account is mended in the configuration, or there; waiting helps with the rest. */
    private static int statusOf(RuntimeException ofDatabase) {
        return SqlReason.kindOf(ofDatabase) == SqlReason.Kind.ACCESS_DENIED
                ? StartException.CONFIG
                : StartException.UNAVAILABLE;
    }

    private static int line(String program, PrintWriter err, @Nullable String message, int status) {
        err.println(program + ": " + message);
        return status;
    }
}
