package io.wizd.server.cli;

import io.wizd.handlers.HandlerPlugin;
import io.wizd.server.DatabaseConfig;
import io.wizd.server.ServerConfig;
import io.wizd.server.StartCheck;
import io.wizd.server.config.Settings;
import io.wizd.server.daemon.Condition;
import io.wizd.server.daemon.Daemon;
import io.wizd.server.daemon.DataFolder;
import io.wizd.server.plugins.Plugins;
import java.net.URI;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code bin/wizd check}: what a start would meet, while another server runs. */
@Command(
        name = "check",
        description = "Check whether a server could start, beside one that runs on the same data directory:"
                + " configuration, port, plugins, and each database with each account; what db status finds wrong is"
                + " told too. The main database must answer,"
                + " though a start waits for it where one went well before: without it nothing else can be"
                + " checked. Changes nothing; exit status as with run. restart does it first.",
        mixinStandardHelpOptions = true)
final class CheckCommand implements Callable<Integer> {
    @Mixin
    private ConfigOptions options = new ConfigOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        Settings settings = Settings.readToServe(options.sources());
        Failures.warn(settings, spec.commandLine().getErr());
        ServerConfig config = settings.server();
        Logging.defectsOnly();
        List<HandlerPlugin> plugins = Plugins.load(settings.plugins());
        StartCheck check = new StartCheck(config);
        Condition condition = new Daemon(new DataFolder(config.data())).condition();
        if (!hasPort(condition, config)) {
            check.port();
        }
        CommandLine command = spec.commandLine();
        String unchecked = "";
        // The embedded database runs with its server; a start brings it to where it must be.
        if (config.database().place() instanceof DatabaseConfig.Embedded && !(condition instanceof Condition.Up)) {
            check.pluginsWithoutDatabases(plugins).ifPresent(note -> warn(command, note));
            unchecked = "; its databases were not checked, because they run with it";
        } else {
            check.databases().forEach(note -> warn(command, note));
            check.plugins(plugins);
        }
        command.getOut().println("wizd can start (data: " + config.data() + ")" + unchecked);
        return 0;
    }

    private static void warn(CommandLine command, String note) {
        command.getErr().println("wizd: " + note);
    }

    /** The server that would be replaced listens there. */
    private static boolean hasPort(Condition condition, ServerConfig config) {
        return condition instanceof Condition.Up up && URI.create(up.url()).getPort() == config.port();
    }
}
