package io.wizd.server.cli;

import io.wizd.server.config.Settings;
import io.wizd.server.daemon.Daemon;
import io.wizd.server.daemon.DataFolder;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code bin/wizd stop}: ends the server of a data directory, in the background or not. */
@Command(
        name = "stop",
        description =
                "Stop the server after it has answered what is in flight; returns when it and its database have ended.",
        mixinStandardHelpOptions = true)
final class StopCommand implements Callable<Integer> {
    @Mixin
    private InstallationOptions options = new InstallationOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        stop(options, spec.commandLine().getOut());
        return 0;
    }

    static void stop(InstallationOptions options, PrintWriter out) {
        Path data = Settings.dataDirectory(options.sources());
        String where = " (data: " + data + ")";
        switch (new Daemon(new DataFolder(data)).stop()) {
            case ENDED -> out.println("wizd stopped" + where);
            case KILLED -> out.println("wizd did not end in time and was killed" + where);
            case WAS_DOWN -> out.println("wizd was not running" + where);
        }
    }
}
