package io.wizd.server.cli;

import io.wizd.db.MigrationException;
import io.wizd.db.embedded.DatabaseStartException;
import io.wizd.server.StartException;
import io.wizd.server.config.InvalidConfigException;
import java.io.PrintWriter;
import org.slf4j.LoggerFactory;

/** The one place that turns what a command throws into lines for a person and an exit status. */
final class Failures {
    private static final int SOFTWARE = 70;

    private Failures() {}

    /** Prints it; returns the exit status. */
    static int report(Exception thrown, PrintWriter err) {
        return switch (thrown) {
            case InvalidConfigException config -> {
                config.faults().forEach(fault -> err.println("wizd: " + fault));
                yield StartException.CONFIG;
            }
            case StartException start -> line(err, start, start.exitStatus());
            case DatabaseStartException database -> line(err, database, database.exitStatus());
            case MigrationException migration -> line(err, migration, StartException.UNAVAILABLE);
            default -> {
                LoggerFactory.getLogger(Failures.class).error("a defect of wizd", thrown);
                yield line(err, thrown, SOFTWARE);
            }
        };
    }

    private static int line(PrintWriter err, Exception thrown, int status) {
        err.println("wizd: " + (status == SOFTWARE ? "a defect of wizd: " + thrown : thrown.getMessage()));
        return status;
    }
}
