package io.wizd.server.cli;

import io.wizd.server.config.Settings;
import io.wizd.server.daemon.Condition;
import io.wizd.server.daemon.Daemon;
import io.wizd.server.daemon.DataFolder;
import io.wizd.server.daemon.Launcher;
import io.wizd.server.setup.StartException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code bin/wizd start}: the server in the background. */
@Command(
        name = "start",
        description = "Start the server in the background, and return when it serves or has said why not. Where it runs"
                + " already on another port than was asked for, or with another profile or configuration file, it stays so (exit"
                + " status 75).",
        mixinStandardHelpOptions = true)
final class StartCommand implements Callable<Integer> {
    @Mixin
    private ConfigOptions options = new ConfigOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        Path data = Settings.dataDirectory(options.sources());
        PrintWriter out = spec.commandLine().getOut();
        // One that was killed is to come back as it was, and above all not open to everybody.
        if (Files.isDirectory(data) && new Daemon(new DataFolder(data)).condition() instanceof Condition.Dead dead) {
            ConfigOptions.tellKept(options.keepFrom(dead), out);
        }
        Failures.warn(Settings.read(options.sources()), spec.commandLine().getErr());
        start(options, out);
        return 0;
    }

    /** Without the warnings of the configuration, which the caller has told. */
    static void start(ConfigOptions options, PrintWriter out) throws IOException {
        Settings settings = Settings.read(options.sources());
        Path data = settings.server().data();
        boolean isNew = !Files.exists(data);
        DataFolder folder = DataFolder.made(data);
        Condition now = new Daemon(folder).settled();
        if (now instanceof Condition.Up up) {
            out.println(alreadyRunning(up, options.notTakenBy(up), data));
            return;
        }
        if (now instanceof Condition.Silent silent) {
            throw new StartException(
                    StartException.UNAVAILABLE,
                    "process " + silent.pid() + " runs on data directory " + data + " and does not answer "
                            + silent.url() + "/health/live; bin/wizd restart ends it and starts a new one");
        }
        List<String> command =
                new ArrayList<>(List.of(ConfigOptions.home().resolve("bin/wizd").toString(), "run", "--background"));
        command.addAll(options.arguments(data));
        boolean first = !folder.hasAdminPassword();
        Condition.Up up;
        try {
            up = new Launcher(folder, command).start();
        } catch (StartException e) {
            if (isNew) {
                folder.removeIfUnused();
            }
            throw e;
        }
        new Announcement(
                        up.url(),
                        data,
                        settings.server().accessOnHost(),
                        ConfigOptions.home(),
                        Readiness.databasesAway(up.url()))
                .lines()
                .forEach(out::println);
        if (first && folder.hasAdminPassword()) {
            out.println("password of the new account admin: " + folder.adminPassword());
        }
    }

    /** @throws StartException if it was started otherwise than is asked for now */
    private static String alreadyRunning(Condition.Up up, List<String> notTaken, Path data) {
        String running = "already runs on " + up.url() + " (process " + up.pid() + ", data: " + data + ")";
        if (notTaken.isEmpty()) {
            return "wizd " + running;
        }
        throw new StartException(
                StartException.TRY_LATER,
                running
                        + ", started without %1$s: run bin/wizd restart %1$s, or start another one with --data DIR"
                                .formatted(String.join(" ", notTaken)));
    }
}
