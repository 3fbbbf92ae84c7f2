package io.wizd.server;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.wizd.budget.Budgets;
import io.wizd.db.AccountException;
import io.wizd.db.DatabaseProbe;
import io.wizd.db.Migrations;
import io.wizd.db.NodeState;
import io.wizd.db.Schema;
import io.wizd.db.SqlReason;
import io.wizd.handlers.HandlerPlugin;
import io.wizd.handlers.HandlerTable;
import io.wizd.handlers.Services;
import io.wizd.handlers.accounts.Accounts;
import io.wizd.handlers.spec.ServiceContext;
import io.wizd.server.dispatch.AccessControl;
import io.wizd.server.dispatch.Admission;
import io.wizd.server.dispatch.Dispatcher;
import io.wizd.server.http.HttpFace;
import io.wizd.server.http.body.Uploads;
import io.wizd.server.http.page.HealthPage;
import io.wizd.server.http.page.StartPage;
import io.wizd.server.http.route.HttpParts;
import io.wizd.server.nodes.KnownNodes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a start would meet, beside a server that runs on the same data directory: nothing is changed or taken. */
public final class StartCheck {
    private static final Logger LOG = LoggerFactory.getLogger(StartCheck.class);

    private final ServerConfig config;

    /** @param config its data directory is not used */
    public StartCheck(ServerConfig config) {
        this.config = config;
    }

    /**
     * Returns where the address can be listened on.
     *
     * @throws io.wizd.server.setup.StartException if not
     */
    public void port() {
        Listener.bind(config.host(), config.port()).close();
    }

    /**
     * Returns where every account can use its database, as far as that is there, and a start would take the databases as
     * they are.
     *
     * @return what is to be known all the same, a line each: partitions that are away
     * @throws AccountException if an account is refused, or main is away
     * @throws io.wizd.db.MigrationException if a schema cannot be brought up to date
     * @throws io.wizd.server.setup.StartException if a partition is missing that holds keys or members
     */
    public List<String> databases() {
        DatabaseConfig.External nodes = RunningNodes.addresses(config);
        boolean isEmbedded = config.database().place() instanceof DatabaseConfig.Embedded;
        List<String> away = new ArrayList<>();
        check(nodes.main(), Schema.MAIN);
        for (DatabaseConfig.Node node : nodes.nodes()) {
            try {
                checkPartition(node, nodes.nodeNames());
            } catch (AccountException e) {
                boolean isRefused = SqlReason.kindOf(e) == SqlReason.Kind.ACCESS_DENIED;
                if (isRefused && !isEmbedded) {
                    throw e;
                }
                // The server itself makes the databases of new lines.
                if (!isRefused) {
                    away.add("partition " + node.name() + " is away: " + e.getMessage());
                }
            }
        }
        return away;
    }

    private void checkPartition(DatabaseConfig.Node node, Set<String> configured) {
        check(node, Schema.PARTITION);
        Optional<NodeState> state = DatabaseProbe.nodeState(node.app());
        state.ifPresent(said -> KnownNodes.require(configured, said));
    }

    private static void check(DatabaseConfig.Node node, Schema schema) {
        node.accounts().forEach(DatabaseProbe::require);
        Migrations.version(node.owner(), schema);
    }

    /**
     * Returns where the plugins go with the other handlers. They are given the databases as they are, and an empty data
     * directory.
     *
     * @throws io.wizd.server.setup.StartException if they do not, or main is away
     */
    public void plugins(List<HandlerPlugin> plugins) {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        Path folder = emptyFolder();
        Budgets budgets = config.budget().within(ProcessLimits.ofThisProcess()).budgets(registry);
        try (RunningNodes running = RunningNodes.open(config);
                Services services =
                        Services.of(context(running, folder, budgets, registry), Server.settings(config), plugins)) {
            requireRoutes(services.table(), running, folder, budgets);
        } catch (IllegalStateException | IllegalArgumentException | LinkageError e) {
            throw Server.doesNotGo(e);
        } finally {
            budgets.close();
            delete(folder);
        }
    }

    private ServiceContext context(
            RunningNodes running, Path folder, Budgets budgets, PrometheusMeterRegistry registry) {
        DatabaseConfig.External nodes = RunningNodes.addresses(config);
        return new ServiceContext(
                running.main(),
                nodes.main().loader(),
                running.partitions(),
                nodes.loaders(),
                folder,
                budgets.processors(),
                Duration.ofMillis(config.stopTimeoutMs()),
                registry,
                Version.current());
    }

    private void requireRoutes(HandlerTable table, RunningNodes running, Path folder, Budgets budgets) {
        Accounts accounts = new Accounts(running.main(), budgets.processors().passwords());
        Dispatcher dispatcher = new Dispatcher(
                table, new AccessControl(accounts), new Admission(config.maxInFlight()), config.messageTimeoutMs());
        try (Uploads uploads = Uploads.of(folder, config.uploads().maxBytes())) {
            StartPage start = new StartPage(Version.current(), HealthPage.live());
            HttpParts parts = new HttpParts(
                    List.of(), start, uploads, budgets.processors().rendering(), Version.current());
            HttpFace face = new HttpFace(dispatcher, table, parts, null);
            LOG.debug("{} goes with all routes", face);
        }
    }

    private static Path emptyFolder() {
        try {
            return Files.createTempDirectory("wizd-check");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make a folder to check in", e);
        }
    }

    private static void delete(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + folder, e);
        }
    }
}
