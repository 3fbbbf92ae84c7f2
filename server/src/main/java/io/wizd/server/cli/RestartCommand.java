package io.wizd.server.cli;

import io.wizd.server.config.Settings;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code bin/wizd restart}: stop, then start. */
@Command(
        name = "restart",
        description = "Stop the server where it runs, and start it; a wrong configuration leaves it running.",
        mixinStandardHelpOptions = true)
final class RestartCommand implements Callable<Integer> {
    @Mixin
    private ConfigOptions options = new ConfigOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        Settings.read(options.sources());
        PrintWriter out = spec.commandLine().getOut();
        StopCommand.stop(options, out);
        StartCommand.start(options, out);
        return 0;
    }
}
