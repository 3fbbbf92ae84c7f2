package io.wizd.server.cli;

import io.wizd.server.config.InvalidConfigException;
import io.wizd.server.config.Settings;
import io.wizd.server.daemon.Condition;
import io.wizd.server.daemon.Daemon;
import io.wizd.server.daemon.DataFolder;
import io.wizd.server.setup.StartException;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code bin/wizd status}: with the exit statuses that the Linux Standard Base gives to it. */
@Command(
        name = "status",
        description = "Say whether the server of a data directory runs. Exit status: 0 it runs; 1 it was killed and its"
                + " PID file is left; 3 it does not run; 4 unknown: it starts or ends, or does not answer.",
        mixinStandardHelpOptions = true)
final class StatusCommand implements Callable<Integer> {
    private static final int UP = 0;
    private static final int DEAD = 1;
    private static final int DOWN = 3;
    private static final int UNKNOWN = 4;

    @Mixin
    private InstallationOptions options = new InstallationOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        try {
            Path data = Settings.dataDirectory(options.sources());
            return tell(new Daemon(new DataFolder(data)).condition(), data);
        } catch (InvalidConfigException | StartException e) {
            Failures.report(e, spec.commandLine().getErr());
            return UNKNOWN;
        }
    }

    private int tell(Condition condition, Path data) {
        return switch (condition) {
            case Condition.Up up ->
                say(
                        UP,
                        "up: process " + up.pid() + ", port "
                                + URI.create(up.url()).getPort() + ", version " + up.version()
                                + (up.launch().profile().isEmpty()
                                        ? ""
                                        : ", " + up.launch().profile()) + ", " + up.url(),
                        data);
            case Condition.Silent silent ->
                say(UNKNOWN, "there but does not answer " + silent.url() + ": process " + silent.pid(), data);
            case Condition.Changing changing -> say(UNKNOWN, "starting or stopping: process " + changing.pid(), data);
            case Condition.Dead dead -> say(DEAD, "down: it was killed, " + dead.pidFile() + " is left", data);
            case Condition.Down ignored -> say(DOWN, "down", data);
        };
    }

    private int say(int status, String what, Path data) {
        spec.commandLine().getOut().println("wizd is " + what + " (data: " + data + ")");
        return status;
    }
}
