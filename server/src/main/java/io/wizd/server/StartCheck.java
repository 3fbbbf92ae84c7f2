package io.wizd.server;

import io.wizd.db.AccountException;
import io.wizd.db.DatabaseProbe;
import io.wizd.handlers.HandlerPlugin;
import io.wizd.handlers.HandlerTable;
import io.wizd.protocol.WizdException;
import io.wizd.server.dispatch.AccessControl;
import io.wizd.server.dispatch.Admission;
import io.wizd.server.dispatch.Dispatcher;
import io.wizd.server.http.HttpFace;
import io.wizd.server.http.body.Uploads;
import io.wizd.server.http.page.HealthPage;
import io.wizd.server.http.page.StartPage;
import io.wizd.server.http.route.HttpParts;
import io.wizd.server.nodes.KnownNodes;
import io.wizd.server.setup.StartException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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
     * @throws StartException if not
     */
    public void port() {
        Listener.bind(config.host(), config.port()).close();
    }

    /**
     * Returns where every account can use its database, as far as that is there, and a start would take the databases as
     * they are.
     *
     * @return what is to be known all the same, a line each: partitions that are away, and settings of the database servers
     * @throws StartException for each account that is refused, and schema that cannot be brought up to date; if main is
     *     away; if a partition is missing that holds keys or members
     */
    public List<String> databases() {
        DatabaseConfig.External nodes = RunningNodes.addresses(config);
        List<DatabaseStatus> all = DatabaseStatus.of(nodes);
        requireUsable(all);
        List<String> notes = new ArrayList<>();
        for (DatabaseStatus partition : all.subList(1, all.size())) {
            whyAway(partition, nodes.nodeNames())
                    .ifPresent(why -> notes.add("partition " + partition.name() + " is away: " + why));
        }
        all.forEach(database -> database.warnings().forEach(warning -> notes.add(database.name() + ": " + warning)));
        return notes;
    }

    /** If anything keeps a server from starting, all that is away is told with it. */
    private void requireUsable(List<DatabaseStatus> all) {
        DatabaseAccess main = all.getFirst().access();
        List<DatabaseAccess> unusable = all.stream()
                .map(DatabaseStatus::access)
                .filter(database -> database == main
                        ? !main.faults().isEmpty()
                        : !database.faults().stream().allMatch(this::isMadeByTheStart))
                .toList();
        boolean startGoesOn = unusable.stream()
                .allMatch(database -> database != main
                        && database.faults().stream()
                                .allMatch(fault -> DatabaseAccess.mayPass(fault) || isMadeByTheStart(fault)));
        if (!startGoesOn) {
            throw DatabaseAccess.unusable(unusable);
        }
    }

    /** Empty if it can be used, or is made by the start. */
    private Optional<String> whyAway(DatabaseStatus partition, Set<String> configured) {
        List<RuntimeException> faults = partition.access().faults();
        if (!faults.isEmpty()) {
            return faults.stream().anyMatch(this::isMadeByTheStart)
                    ? Optional.empty()
                    : Optional.of(partition.access().lines().getFirst());
        }
        try {
            DatabaseProbe.nodeState(partition.node().app()).ifPresent(said -> KnownNodes.require(configured, said));
            return Optional.empty();
        } catch (AccountException e) {
            return Optional.of(e.reason());
        }
    }

    /** An embedded server makes the databases of new lines, and their accounts. */
    private boolean isMadeByTheStart(RuntimeException fault) {
        return config.database().place() instanceof DatabaseConfig.Embedded
                && fault instanceof AccountException
                && !DatabaseAccess.mayPass(fault);
    }

    /**
     * Returns where the plugins go with the other handlers. They are given the databases as they are, and an empty data
     * directory.
     *
     * @throws StartException if they do not, or main is away
     */
    public void plugins(List<HandlerPlugin> plugins) {
        RunningNodes running = RunningNodes.open(config);
        try (DeclaredServices services =
                DeclaredServices.on(running, RunningNodes.addresses(config), config, plugins)) {
            requireRoutes(services);
        }
    }

    /**
     * The same where the embedded database does not run: they are given databases that are away.
     *
     * @return what was not checked, because a plugin asks a database before it has handlers; one line
     * @throws StartException if they do not go with the other handlers
     */
    public Optional<String> pluginsWithoutDatabases(List<HandlerPlugin> plugins) {
        try (DeclaredServices services = DeclaredServices.withoutDatabases(config, plugins)) {
            requireRoutes(services);
            return Optional.empty();
        } catch (StartException e) {
            if (e.getCause() instanceof WizdException asked) {
                return Optional.of(
                        "the plugins were not checked to their end, because one asks a database before it has"
                                + " handlers, and none runs: " + asked.getMessage());
            }
            throw e;
        }
    }

    private void requireRoutes(DeclaredServices declared) {
        HandlerTable table = declared.table();
        Dispatcher dispatcher = new Dispatcher(
                table,
                new AccessControl(declared.services().accounts()),
                declared.databases().main(),
                new Admission(config.maxInFlight()),
                config.messageTimeoutMs());
        try (Uploads uploads = Uploads.of(declared.folder(), config.uploads().maxBytes())) {
            StartPage start = new StartPage(
                    Version.current(), HealthPage.live(), config.access().messages());
            HttpParts parts = new HttpParts(
                    List.of(),
                    start,
                    config.access().sites(),
                    uploads,
                    declared.processors().rendering(),
                    Version.current());
            HttpFace face = new HttpFace(dispatcher, table, parts, null);
            LOG.debug("{} goes with all routes", face);
        } catch (IllegalStateException | IllegalArgumentException | LinkageError e) {
            throw Server.doesNotGo(e);
        }
    }
}
