package io.wizd.server.cli;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.wizd.server.Server;
import io.wizd.server.config.Settings;
import io.wizd.server.daemon.DataFolder;
import io.wizd.server.daemon.Instance;
import io.wizd.server.first.FirstStart;
import io.wizd.server.first.SampleData;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
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
    private static final Logger LOG = LoggerFactory.getLogger(RunCommand.class);

    @Mixin
    private ConfigOptions options = new ConfigOptions();

    @Option(names = "--background", hidden = true, description = "log to DATA/wizd.log and say nothing")
    private boolean background;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws InterruptedException {
        Settings settings = Settings.read(options.sources());
        DataFolder folder = DataFolder.made(settings.server().data());
        Instance instance = Instance.take(folder);
        try {
            if (background) {
                Logging.toFile(settings.log(), folder.log());
            } else {
                Logging.toConsole(settings.log());
            }
            serve(settings, instance);
        } catch (RuntimeException e) {
            instance.close();
            throw e;
        }
        // The signal that ends the process runs the hook; nobody counts down.
        new CountDownLatch(1).await();
        return 0;
    }

    private void serve(Settings settings, Instance instance) {
        FirstStart firstStart = new FirstStart(
                settings.server().data(), settings.fixtures() ? SampleData.shipped() : SampleData.none());
        Server server = Server.start(
                settings.server(), new PrometheusMeterRegistry(PrometheusConfig.DEFAULT), List.of(), firstStart);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server, instance), "stop"));
        String url = Urls.of(settings.server().host(), server.port());
        instance.serves(url);
        if (background) {
            LOG.info("ready on {} (data: {})", url, settings.server().data());
        } else {
            announce(new Announcement(url, settings.server().data(), ConfigOptions.home()), firstStart);
        }
    }

    private void announce(Announcement announcement, FirstStart firstStart) {
        PrintWriter out = spec.commandLine().getOut();
        announcement.lines().forEach(out::println);
        firstStart.newPassword().ifPresent(password -> out.println("password of the new account admin: " + password));
    }

    private static void stop(Server server, Instance instance) {
        LOG.info("stopping");
        server.close();
        LOG.info("stopped");
        instance.close();
    }
}
