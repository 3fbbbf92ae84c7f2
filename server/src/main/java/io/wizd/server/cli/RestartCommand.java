package io.wizd.server.cli;

import io.wizd.server.config.Settings;
import io.wizd.server.daemon.Condition;
import io.wizd.server.daemon.Daemon;
import io.wizd.server.daemon.DataFolder;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code bin/wizd restart}: check, stop, start. */
@Command(
        name = "restart",
        description =
                "Stop the server where it runs, and start it, with the port, profile and configuration file that it was"
                        + " started with, unless others are given. What check finds wrong leaves it running.",
        mixinStandardHelpOptions = true)
final class RestartCommand implements Callable<Integer> {
    @Mixin
    private ConfigOptions options = new ConfigOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path data = Settings.dataDirectory(options.sources());
        Condition now = new Daemon(new DataFolder(data)).settled();
        List<String> kept = options.keepFrom(now);
        if (now instanceof Condition.Up up) {
            int status = check(data);
            if (status != 0) {
                spec.commandLine().getErr().println("wizd: not restarted; process " + up.pid() + " goes on as it was");
                return status;
            }
        } else {
            // Of one that does not serve only the configuration is checked, before it is ended.
            Failures.warn(Settings.read(options.sources()), spec.commandLine().getErr());
        }
        // Told once it serves again: whoever does not read on must not end this in between.
        StringWriter told = new StringWriter();
        PrintWriter out = new PrintWriter(told, true);
        ConfigOptions.tellKept(kept, out);
        StopCommand.stop(options, out);
        StartCommand.start(options, out);
        spec.commandLine().getOut().print(told);
        spec.commandLine().getOut().flush();
        return 0;
    }

    /** In a process like that of the server, so that its heap and the options of its JVM are checked too. */
    private int check(Path data) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of(ConfigOptions.home().resolve("bin/wizd").toString(), "check"));
        command.addAll(options.arguments(data));
        return new ProcessBuilder(command)
                .redirectOutput(Redirect.DISCARD)
                .redirectError(Redirect.INHERIT)
                .start()
                .waitFor();
    }
}
