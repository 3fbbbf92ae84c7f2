package io.wizd.server.testing;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.wizd.budget.Budgets;
import io.wizd.db.JdbcAddress;
import io.wizd.db.Schema;
import io.wizd.db.testing.Sql;
import io.wizd.db.testing.TestDatabase;
import io.wizd.db.testing.TestMariaDb;
import io.wizd.db.testing.TestServer;
import io.wizd.handlers.HandlerPlugin;
import io.wizd.handlers.accounts.AccountSettings;
import io.wizd.handlers.accounts.HashCost;
import io.wizd.handlers.accounts.MailSettings;
import io.wizd.handlers.kv.KvAccess;
import io.wizd.protocol.Jsons;
import io.wizd.server.AccessConfig;
import io.wizd.server.BudgetConfig;
import io.wizd.server.DatabaseConfig;
import io.wizd.server.FibConfig;
import io.wizd.server.KvConfig;
import io.wizd.server.Server;
import io.wizd.server.ServerConfig;
import io.wizd.server.UploadConfig;
import io.wizd.server.connection.ConnectionLimits;
import io.wizd.server.connection.TrustedProxies;
import io.wizd.server.http.site.HostNames;
import io.wizd.server.http.site.OtherOrigins;
import io.wizd.server.http.site.Sites;
import io.wizd.server.logfile.AccessLogConfig;
import io.wizd.server.setup.StartupTask;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A server as it runs for users: every handler, on the embedded MariaDB, listening on a free port of 127.0.0.1. Its
 * account {@code admin} has the password {@link #ADMIN_PASSWORD}. All servers of a JVM share one set of databases, so a
 * test keeps to keys and accounts of its own.
 */
public final class TestWizd implements AutoCloseable {
    public static final String ADMIN_PASSWORD = "correct horse battery staple";

    /** Tests of syntax name hosts as they like. */
    private static final AccessConfig ANY_HOST =
            new AccessConfig(new Sites(HostNames.of("*"), OtherOrigins.of("")), KvAccess.OPEN);

    private static final int CALLS_IN_FLIGHT_PER_NODE = 2;
    private static final int QUEUE_CAPACITY = 10_000;
    private static final long MAX_UPLOAD_BYTES = 1 << 30;

    /** Longer than a test waits for anything, so that what runs out of time is not taken for what was ended. */
    private static final long MESSAGE_TIMEOUT_MS = TimeUnit.SECONDS.toMillis(30);

    private final Server server;
    private final MeterRegistry registry;
    private final JdbcAddress main;

    private TestWizd(Server server, MeterRegistry registry, JdbcAddress main) {
        this.server = server;
        this.registry = registry;
        this.main = main;
    }

    /** The one of this JVM, with the limits that users get; it ends with the JVM. */
    public static TestWizd shared() {
        return Shared.WIZD;
    }

    /** One more server, with limits of its own; the test closes it. */
    public static TestWizd start(ConnectionLimits limits) {
        return start(limits, Nodes.ALL, List.of());
    }

    /** One more server, with these handlers beside the built-in ones; the test closes it. */
    public static TestWizd start(HandlerPlugin plugin) {
        return start(ConnectionLimits.defaults(), Nodes.ALL, List.of(plugin));
    }

    /** A server on new databases of this database server, with these handlers beside the built-in ones; the test closes it. */
    public static TestWizd startOn(TestServer databases, HandlerPlugin... plugins) {
        TestWizd wizd = start(ConnectionLimits.defaults(), Nodes.on(databases), List.of(plugins));
        wizd.addAdmin();
        return wizd;
    }

    /**
     * A server on these databases, which sends mail like this; the test closes it. With other databases than those of all: there any
     * server would send its mail.
     */
    public static TestWizd startOn(DatabaseConfig.External databases, MailSettings mail) {
        AccessLogConfig noAccessLog = new AccessLogConfig(AccessLogConfig.Format.NONE, TestFolders.newFolder());
        ServerConfig config = config(
                ConnectionLimits.defaults(),
                BudgetConfig.usual(),
                TrustedProxies.NONE,
                noAccessLog,
                TestFolders.newFolder(),
                uploads(MAX_UPLOAD_BYTES),
                databases,
                mail);
        TestWizd wizd = start(config, List.of());
        wizd.addAdmin();
        return wizd;
    }

    /** Databases for servers of one test. */
    public static DatabaseConfig.External newDatabases() {
        return Nodes.on(TestMariaDb.server());
    }

    /** One more server, with this data directory and these handlers beside the built-in ones; the test closes it. */
    public static TestWizd start(ConnectionLimits limits, Path data, long maxUploadBytes, HandlerPlugin plugin) {
        return start(limits, data, uploads(maxUploadBytes), Nodes.ALL, List.of(plugin));
    }

    /** One more server, which takes uploads within these limits; the test closes it. */
    public static TestWizd start(UploadConfig uploads) {
        TestWizd wizd = start(ConnectionLimits.defaults(), TestFolders.newFolder(), uploads, Nodes.ALL, List.of());
        wizd.addAdmin();
        return wizd;
    }

    /** One more server, with budgets of its own and these handlers beside the built-in ones; the test closes it. */
    public static TestWizd start(BudgetConfig budget, HandlerPlugin... plugins) {
        TestWizd wizd = start(
                ConnectionLimits.defaults(),
                budget,
                TrustedProxies.NONE,
                TestFolders.newFolder(),
                uploads(MAX_UPLOAD_BYTES),
                Nodes.ALL,
                List.of(plugins));
        wizd.addAdmin();
        return wizd;
    }

    /** One more server, which believes these proxies, with these handlers beside the built-in ones; the test closes it. */
    public static TestWizd start(TrustedProxies proxies, HandlerPlugin... plugins) {
        return start(
                ConnectionLimits.defaults(),
                BudgetConfig.usual(),
                proxies,
                TestFolders.newFolder(),
                uploads(MAX_UPLOAD_BYTES),
                Nodes.ALL,
                List.of(plugins));
    }

    private static TestWizd start(ConnectionLimits limits, DatabaseConfig.External nodes, List<HandlerPlugin> plugins) {
        return start(limits, TestFolders.newFolder(), uploads(MAX_UPLOAD_BYTES), nodes, plugins);
    }

    private static UploadConfig uploads(long maxBytes) {
        return new UploadConfig(maxBytes, 16L << 30, 200, 256 << 20);
    }

    private static TestWizd start(
            ConnectionLimits limits,
            Path data,
            UploadConfig uploads,
            DatabaseConfig.External nodes,
            List<HandlerPlugin> plugins) {
        return start(limits, BudgetConfig.usual(), TrustedProxies.NONE, data, uploads, nodes, plugins);
    }

    private static TestWizd start(
            ConnectionLimits limits,
            BudgetConfig budget,
            TrustedProxies proxies,
            Path data,
            UploadConfig uploads,
            DatabaseConfig.External nodes,
            List<HandlerPlugin> plugins) {
        AccessLogConfig noAccessLog = new AccessLogConfig(AccessLogConfig.Format.NONE, data);
        return start(config(limits, budget, proxies, noAccessLog, data, uploads, nodes), plugins);
    }

    /** One more server, which believes the proxies of 127.0.0.0/8 and has this access log; the test closes it. */
    public static TestWizd start(AccessLogConfig accessLog) {
        ServerConfig config = config(
                ConnectionLimits.defaults(),
                BudgetConfig.usual(),
                TrustedProxies.of("127.0.0.0/8"),
                accessLog,
                TestFolders.newFolder(),
                uploads(MAX_UPLOAD_BYTES),
                Nodes.ALL);
        return start(config, List.of());
    }

    /** One more server, with this access and the account of its administrator; the test closes it. */
    public static TestWizd start(AccessConfig access, TrustedProxies proxies) {
        Path data = TestFolders.newFolder();
        ServerConfig usual = config(
                ConnectionLimits.defaults(),
                BudgetConfig.usual(),
                proxies,
                new AccessLogConfig(AccessLogConfig.Format.NONE, data),
                data,
                uploads(MAX_UPLOAD_BYTES),
                Nodes.ALL);
        TestWizd wizd = start(usual.with(access), List.of());
        wizd.addAdmin();
        return wizd;
    }

    private static TestWizd start(ServerConfig config, List<HandlerPlugin> plugins) {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        JdbcAddress main =
                ((DatabaseConfig.External) config.database().place()).main().owner();
        return new TestWizd(Server.start(config, registry, plugins, StartupTask.NONE), registry, main);
    }

    private static ServerConfig config(
            ConnectionLimits limits,
            BudgetConfig budget,
            TrustedProxies proxies,
            AccessLogConfig accessLog,
            Path data,
            UploadConfig uploads,
            DatabaseConfig.External nodes) {
        return config(limits, budget, proxies, accessLog, data, uploads, nodes, MailSettings.DEFAULT);
    }

    private static ServerConfig config(
            ConnectionLimits limits,
            BudgetConfig budget,
            TrustedProxies proxies,
            AccessLogConfig accessLog,
            Path data,
            UploadConfig uploads,
            DatabaseConfig.External nodes,
            MailSettings mail) {
        return new ServerConfig(
                "127.0.0.1",
                0,
                proxies,
                ANY_HOST,
                accessLog,
                data,
                uploads,
                limits,
                budget,
                20_000,
                MESSAGE_TIMEOUT_MS,
                TimeUnit.SECONDS.toMillis(5),
                new DatabaseConfig(nodes, CALLS_IN_FLIGHT_PER_NODE, QUEUE_CAPACITY),
                new KvConfig(0, false, 0, 0),
                new FibConfig(10_000, 100_000),
                accounts(mail));
    }

    private static AccountSettings accounts(MailSettings mail) {
        return new AccountSettings(
                AccountSettings.DEFAULT.tokenTtl(), AccountSettings.DEFAULT.auditKeep(), mail, HashCost.LEAST);
    }

    private void addAdmin() {
        addAccount("admin", ADMIN_PASSWORD, "admin");
    }

    /** One more account, unless there is one of that name; all servers of a JVM know it. */
    public void addAccount(String name, String password, String role) {
        String account = Jsons.write(
                        List.of(Map.of("name", name, "passwordHash", QuickHash.of(password), "role", role)))
                .toString();
        execute("CALL account_add_first('" + account + "')");
    }

    /** Whether there is an account of that name. */
    public boolean knows(String account) {
        return server.accounts().exists(account, System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(MESSAGE_TIMEOUT_MS));
    }

    /** A statement in main, with all rights there. */
    public void execute(String sql) {
        try {
            Sql.execute(main, sql);
        } catch (SQLException e) {
            throw new IllegalStateException("cannot execute " + sql, e);
        }
    }

    /** One more server, with limits of its own and these handlers beside the built-in ones; the test closes it. */
    public static TestWizd start(ConnectionLimits limits, HandlerPlugin plugin) {
        return start(limits, Nodes.ALL, List.of(plugin));
    }

    /** Replies that are being sent from the table of Fibonacci numbers, counted by its segments. */
    public int fibSending() {
        return (int) registry.get("wizd.fib.sending").gauge().value();
    }

    /** Where it listens. */
    public int port() {
        return server.port();
    }

    /** Connections that are open now. */
    public int openConnections() {
        return server.openConnections();
    }

    /** What all its requests share. */
    public Budgets budgets() {
        return server.budgets();
    }

    /** Messages that are being carried out now. */
    public int messagesInFlight() {
        return server.messagesInFlight();
    }

    /** {@code http://127.0.0.1:port} and the path. */
    public URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port() + path);
    }

    /** A connection that sends nothing by itself. */
    public RawConnection connect() {
        return RawConnection.to(port());
    }

    /** What the Authorization header of the administrator holds. */
    public static String adminAuthorization() {
        return authorization("admin", ADMIN_PASSWORD);
    }

    /** What the Authorization header of an account holds. */
    public static String authorization(String name, String password) {
        byte[] credentials = (name + ":" + password).getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(credentials);
    }

    @Override
    public void close() {
        server.close();
    }

    /** The databases of all servers of this JVM; they go with the database server. */
    private static final class Nodes {
        static final DatabaseConfig.External ALL = on(TestMariaDb.server());

        static DatabaseConfig.External on(TestServer server) {
            return new DatabaseConfig.External(
                    node(server, "main", Schema.MAIN),
                    List.of(node(server, "p1", Schema.PARTITION), node(server, "p2", Schema.PARTITION)),
                    List.of());
        }

        private static DatabaseConfig.Node node(TestServer server, String name, Schema schema) {
            TestDatabase database = server.freshDatabase(schema);
            return new DatabaseConfig.Node(name, database.owner(), database.app());
        }
    }

    private static final class Shared {
        static final TestWizd WIZD = start();

        private static TestWizd start() {
            TestWizd wizd = TestWizd.start(ConnectionLimits.defaults());
            wizd.addAdmin();
            TestFolders.beforeDeletion(wizd::close);
            return wizd;
        }
    }
}
