package io.wizd.server.cli;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.wizd.event.Events;
import io.wizd.event.ServerEvent.OverriddenValueWrong;
import io.wizd.event.ServerEvent.PasswordsExposed;
import io.wizd.event.ServerEvent.ServerFailed;
import io.wizd.event.ServerEvent.ServerReady;
import io.wizd.event.ServerEvent.ServerStopped;
import io.wizd.event.ServerEvent.ServerStopping;
import io.wizd.server.Server;
import io.wizd.server.Urls;
import io.wizd.server.config.Settings;
import io.wizd.server.daemon.DataFolder;
import io.wizd.server.daemon.Instance;
import io.wizd.server.plugins.Plugins;
import io.wizd.server.setup.FirstStart;
import io.wizd.server.setup.SampleData;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bin/wizd run}: the server, until a signal ends it. */
@Command(
        name = "run",
        description = "Run the server in the foreground; Ctrl-C ends it, and its database.",
        mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {
    @Mixin
    private ConfigOptions options = new ConfigOptions();

    @Option(names = "--background", hidden = true, description = "log to DATA/wizd.log and say nothing")
    private boolean background;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private volatile Optional<Server> server = Optional.empty();

    @Override
    public Integer call() {
        Settings settings = Settings.readToServe(options.sources());
        boolean isNew = !Files.exists(settings.server().data());
        DataFolder folder = DataFolder.made(settings.server().data());
        Instance instance = Instance.take(folder);
        // From here on, so that a signal during the start leaves no PID file either.
        Runtime.getRuntime()
                .addShutdownHook(new Thread(() -> stop(instance, isNew ? folder::removeIfUnused : () -> {}), "stop"));
        if (background) {
            Logging.toFile(settings.log(), folder.log());
        } else {
            Logging.toConsole(settings.log());
        }
        settings.values().exposedPasswords().forEach(file -> Events.tell(new PasswordsExposed(file)));
        settings.warnings().forEach(warning -> Events.tell(new OverriddenValueWrong(warning)));
        // The signal that ends the process runs the hook; until then there is only a failure to wait for.
        RuntimeException failure = serve(settings, instance).failure().join();
        if (background) {
            Events.tell(new ServerFailed(String.valueOf(failure.getMessage())));
        }
        throw failure;
    }

    private Server serve(Settings settings, Instance instance) {
        FirstStart firstStart = new FirstStart(
                settings.server().data(), settings.fixtures() ? SampleData.shipped() : SampleData.none());
        Server started = Server.start(
                settings.server(),
                new PrometheusMeterRegistry(PrometheusConfig.DEFAULT),
                Plugins.load(settings.plugins()),
                firstStart);
        server = Optional.of(started);
        String url = Urls.of(settings.server().host(), started.port());
        instance.serves(url, options.launch(started.port(), settings.profile()));
        if (background) {
            Events.tell(new ServerReady(url, settings.server().data()));
        } else {
            announce(
                    new Announcement(
                            url,
                            settings.server().data(),
                            settings.server().accessOnHost(),
                            ConfigOptions.home(),
                            started.databasesAway()),
                    firstStart);
        }
        return started;
    }

    private void announce(Announcement announcement, FirstStart firstStart) {
        PrintWriter out = spec.commandLine().getOut();
        announcement.lines().forEach(out::println);
        firstStart.newPassword().ifPresent(password -> out.println("password of the new account admin: " + password));
        out.println("Ctrl-C ends wizd and its database");
    }

    /** Before the server is there, its database goes with this process, and recovers at the next start. */
    private void stop(Instance instance, Runnable tidy) {
        server.ifPresent(running -> {
            Events.tell(new ServerStopping());
            instance.ends();
            running.close();
            Events.tell(new ServerStopped());
        });
        instance.close();
        tidy.run();
    }
}
