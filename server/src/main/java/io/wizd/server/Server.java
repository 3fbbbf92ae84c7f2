package io.wizd.server;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.netty.channel.Channel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import io.wizd.budget.Budgets;
import io.wizd.db.Partitions;
import io.wizd.event.Events;
import io.wizd.event.ServerEvent.MessagesUnanswered;
import io.wizd.handlers.HandlerPlugin;
import io.wizd.handlers.HandlerTable;
import io.wizd.handlers.Services;
import io.wizd.handlers.accounts.Accounts;
import io.wizd.handlers.members.batch.FileLimits;
import io.wizd.handlers.spec.ServiceContext;
import io.wizd.server.dispatch.AccessControl;
import io.wizd.server.dispatch.Admission;
import io.wizd.server.dispatch.Dispatcher;
import io.wizd.server.dispatch.Streams;
import io.wizd.server.http.HttpFace;
import io.wizd.server.http.body.Uploads;
import io.wizd.server.http.page.AccountPage;
import io.wizd.server.http.page.HealthPage;
import io.wizd.server.http.page.MetricsPage;
import io.wizd.server.http.page.StartPage;
import io.wizd.server.http.route.HttpParts;
import io.wizd.server.logfile.AccessLog;
import io.wizd.server.logfile.AccessLogConfig;
import io.wizd.server.nodes.ExclusiveSync;
import io.wizd.server.nodes.NodeWatch;
import io.wizd.server.nodes.SyncSchedule;
import io.wizd.server.pipeline.MessageFace;
import io.wizd.server.pipeline.ServerInitializer;
import io.wizd.server.setup.StartException;
import io.wizd.server.setup.StartupTask;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A running server: port, databases, table, dispatcher, connections, in this order; closing is the same list backwards.
 * The port comes first so that a start in vain is told before a database was touched.
 */
public final class Server implements AutoCloseable {
    private final ServerConfig config;
    private final Budgets budgets;
    private final Databases databases;
    private final Accounts accounts;
    private final Admission admission;
    private final Dispatcher dispatcher;
    private final Uploads uploads;
    private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private final MetricsPage metricsPage;
    private final @Nullable AccessLog accessLog;
    private final Listener listener;
    private final SyncSchedule syncSchedule;
    private final Services services;
    private final NodeWatch nodeWatch;

    private Server(
            ServerConfig config,
            Listener listener,
            Databases databases,
            PrometheusMeterRegistry registry,
            List<HandlerPlugin> plugins,
            StartupTask startupTask) {
        this.config = config;
        this.budgets = config.budget().within(ProcessLimits.ofThisProcess()).budgets(registry);
        this.listener = listener;
        this.databases = databases;
        this.admission = new Admission(config.maxInFlight());
        Partitions partitions = databases.partitions();
        this.services = Services.of(context(registry), settings(config, listener.port()), plugins);
        HandlerTable table = services.table();
        this.accounts = services.accounts();
        if (startupTask.needsMain() || !databases.main().isAway()) {
            startupTask.run(accounts, table);
        }
        this.dispatcher = new Dispatcher(
                table, new AccessControl(accounts), databases.main(), admission, config.messageTimeoutMs());
        this.metricsPage =
                new MetricsPage(registry, config.access().messages().stats().access());
        this.uploads = Uploads.of(config.data(), config.uploads().maxBytes());
        HealthPage ready = HealthPage.ready(databases.main(), partitions.nodes());
        HttpParts parts = new HttpParts(
                List.of(HealthPage.live(), ready, metricsPage, new AccountPage()),
                new StartPage(Version.current(), ready, config.access().messages()),
                config.accessOnHost().sites(),
                uploads,
                budgets.processors().rendering(),
                Version.current());
        this.accessLog = accessLog(config.accessLog());
        HttpFace http = new HttpFace(dispatcher, table, parts, accessLog);
        measure(registry);
        this.syncSchedule = syncSchedule(config, databases);
        this.nodeWatch = NodeWatch.start(databases.main(), partitions, registry, syncSchedule::runSoon);
        services.start();
        MessageFace messages = new MessageFace(dispatcher, accessLog);
        listener.accept(new ServerInitializer(messages, http, config.limits(), budgets, config.proxies(), connections));
    }

    private ServiceContext context(MeterRegistry registry) {
        return new ServiceContext(
                databases.main(),
                databases.rowsOfMain(),
                databases.partitions(),
                databases.rowsOfPartitions(),
                config.data(),
                budgets.processors(),
                Duration.ofMillis(config.stopTimeoutMs()),
                registry,
                Version.current());
    }

    /** @param port that it listens on */
    static Services.Settings settings(ServerConfig config, int port) {
        FileLimits memberFiles = FileLimits.of(
                config.uploads().maxUncompressedBytes(),
                config.uploads().maxCompressionRatio(),
                config.uploads().maxRejectBytes());
        return new Services.Settings(
                config.access().messages(),
                config.kv().writeFallback(),
                config.fib().cachedMax(),
                config.fib().max(),
                memberFiles,
                config.accounts().withPages(Urls.of(config.host(), port) + AccountPage.PATH),
                config.accessInWords());
    }

    private static SyncSchedule syncSchedule(ServerConfig config, Databases databases) {
        ExclusiveSync sync = new ExclusiveSync(
                databases.main(), databases.partitions(), config.kv().tombstoneTtlMs(), "wizd");
        return SyncSchedule.start(
                sync,
                Duration.ofMillis(config.kv().syncIntervalMs()),
                databases.rowsOfMain(),
                Duration.ofMillis(config.stopTimeoutMs()));
    }

    /** The same without plugins, and with nothing to prepare. */
    public static Server start(ServerConfig config, PrometheusMeterRegistry registry) {
        return start(config, registry, List.of(), StartupTask.NONE);
    }

    /**
     * Starts everything; when it returns, the server serves.
     *
     * @param plugins handlers beside the built-in ones
     * @param startupTask done before the first connection is taken
     * @throws StartException if the address cannot be had, an account is refused, main is away and the startup task needs it, or
     *     that task says so
     * @throws io.wizd.db.embedded.DatabaseStartException if the embedded database does not start
     * @throws io.wizd.db.MigrationException if a schema cannot be brought up to date
     */
    public static Server start(
            ServerConfig config,
            PrometheusMeterRegistry registry,
            List<HandlerPlugin> plugins,
            StartupTask startupTask) {
        Listener listener = Listener.bind(config.host(), config.port());
        try {
            return start(config, listener, registry, plugins, startupTask);
        } catch (RuntimeException | Error e) {
            listener.close();
            throw e;
        }
    }

    private static Server start(
            ServerConfig config,
            Listener listener,
            PrometheusMeterRegistry registry,
            List<HandlerPlugin> plugins,
            StartupTask startupTask) {
        Databases databases = Databases.open(config, registry, startupTask.needsMain());
        try {
            return new Server(config, listener, databases, registry, plugins, startupTask);
        } catch (IllegalStateException | IllegalArgumentException | LinkageError e) {
            databases.close();
            if (plugins.isEmpty()) {
                throw e;
            }
            throw doesNotGo(e);
        } catch (RuntimeException e) {
            databases.close();
            throw e;
        }
    }

    /** What a plugin brings is there already, or is not as it must be. */
    static StartException doesNotGo(Throwable plugin) {
        return new StartException(
                StartException.CONFIG, "a plugin does not go with the other handlers: " + plugin.getMessage(), plugin);
    }

    private static @Nullable AccessLog accessLog(AccessLogConfig config) {
        try {
            return AccessLog.open(config);
        } catch (IllegalArgumentException e) {
            throw new StartException(StartException.CANNOT_CREATE, String.valueOf(e.getMessage()), e);
        }
    }

    private void measure(MeterRegistry registry) {
        Gauge.builder("wizd.connections", connections, ChannelGroup::size)
                .description("Connections of clients that are open")
                .register(registry);
        Gauge.builder("wizd.messages.in.flight", admission, Admission::inFlight)
                .description("Messages that were admitted and not yet answered")
                .register(registry);
        Gauge.builder("wizd.streams", dispatcher.streams(), Streams::count)
                .description("Replies that are made while they are sent")
                .register(registry);
        listener.measureLag(registry);
        Events.measure(registry);
    }

    /** The port it listens on. */
    public int port() {
        return listener.port();
    }

    /** Connections that are open now. */
    public int openConnections() {
        return connections.size();
    }

    /** Messages that were admitted and not yet answered. */
    public int messagesInFlight() {
        return admission.inFlight();
    }

    /** What all its requests share. */
    public Budgets budgets() {
        return budgets;
    }

    /** The databases that are away, with the reason in words for anybody. */
    public Map<String, String> databasesAway() {
        Map<String, String> away = new LinkedHashMap<>();
        Stream.concat(Stream.of(databases.main()), databases.partitions().nodes().stream())
                .forEach(database -> database.whyAway().ifPresent(why -> away.put(database.name(), why)));
        return away;
    }

    /** Its accounts. */
    public Accounts accounts() {
        return accounts;
    }

    /**
     * Completes with the reason when the server cannot go on, because its embedded database does not stay up; close it
     * then. A database on a server of its own may be away as long as it likes.
     */
    public CompletableFuture<? extends RuntimeException> failure() {
        return databases.lost();
    }

    /**
     * Takes nothing new, breaks off lists that are being sent, answers what else is in flight within the stop timeout,
     * then ends everything.
     */
    @Override
    public void close() {
        listener.stopAccepting();
        dispatcher.streams().stop();
        services.stop();
        if (!admission.stop(config.stopTimeoutMs())) {
            Events.tell(new MessagesUnanswered(admission.inFlight(), config.stopTimeoutMs()));
        }
        dispatcher.streams().tellBrokenOff();
        for (Channel connection : connections) {
            connection.writeAndFlush(io.netty.buffer.Unpooled.EMPTY_BUFFER).addListener(flushed -> connection.close());
        }
        connections.newCloseFuture().awaitUninterruptibly(config.stopTimeoutMs());
        listener.close();
        if (accessLog != null) {
            accessLog.close();
        }
        budgets.close();
        uploads.close();
        metricsPage.close();
        services.close();
        nodeWatch.close();
        syncSchedule.close();
        databases.close();
    }
}
