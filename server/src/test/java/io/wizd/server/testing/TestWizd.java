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
import io.wizd.handlers.accounts.MailSettings;
import io.wizd.handlers.accounts.SignUpSettings;
import io.wizd.protocol.Jsons;
import io.wizd.server.AccessConfig;
import io.wizd.server.BudgetConfig;
import io.wizd.server.DatabaseConfig;
import io.wizd.server.Server;
import io.wizd.server.UploadConfig;
import io.wizd.server.connection.ConnectionLimits;
import io.wizd.server.connection.TrustedProxies;
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
        return start(new TestConfig().limits(limits));
    }

    /** One more server, with these handlers beside the built-in ones; the test closes it. */
    public static TestWizd start(HandlerPlugin plugin) {
        return start(new TestConfig(), plugin);
    }

    /** One more server, with limits of its own and these handlers beside the built-in ones; the test closes it. */
    public static TestWizd start(ConnectionLimits limits, HandlerPlugin plugin) {
        return start(new TestConfig().limits(limits), plugin);
    }

    /** A server on new databases of this database server, with these handlers beside the built-in ones; the test closes it. */
    public static TestWizd startOn(TestServer databases, HandlerPlugin... plugins) {
        return withAdmin(start(new TestConfig().databases(Nodes.on(databases)), plugins));
    }

    /**
     * A server on these databases, which sends mail like this; the test closes it. With other databases than those of all: there any
     * server would send its mail.
     */
    public static TestWizd startOn(DatabaseConfig.External databases, MailSettings mail) {
        return withAdmin(start(new TestConfig().databases(databases).mail(mail)));
    }

    /** The same with this data directory, where its mails are. */
    public static TestWizd startOn(DatabaseConfig.External databases, Path data) {
        return withAdmin(start(new TestConfig().databases(databases).data(data)));
    }

    /** Databases for servers of one test. */
    public static DatabaseConfig.External newDatabases() {
        return Nodes.on(TestMariaDb.server());
    }

    /** One more server, with this data directory and these handlers beside the built-in ones; the test closes it. */
    public static TestWizd start(ConnectionLimits limits, Path data, long maxUploadBytes, HandlerPlugin plugin) {
        UploadConfig uploads = TestConfig.uploadsOf(maxUploadBytes);
        return start(new TestConfig().limits(limits).data(data).uploads(uploads), plugin);
    }

    /** One more server, which takes uploads within these limits; the test closes it. */
    public static TestWizd start(UploadConfig uploads) {
        return withAdmin(start(new TestConfig().uploads(uploads)));
    }

    /** One more server, with budgets of its own and these handlers beside the built-in ones; the test closes it. */
    public static TestWizd start(BudgetConfig budget, HandlerPlugin... plugins) {
        return withAdmin(start(new TestConfig().budget(budget), plugins));
    }

    /** One more server, which believes these proxies, with these handlers beside the built-in ones; the test closes it. */
    public static TestWizd start(TrustedProxies proxies, HandlerPlugin... plugins) {
        return start(new TestConfig().proxies(proxies), plugins);
    }

    /** One more server, which believes the proxies of 127.0.0.0/8 and has this access log; the test closes it. */
    public static TestWizd start(AccessLogConfig accessLog) {
        return start(new TestConfig().proxies(TrustedProxies.of("127.0.0.0/8")).accessLog(accessLog));
    }

    /** One more server, with this access and the account of its administrator; the test closes it. */
    public static TestWizd start(AccessConfig access, TrustedProxies proxies) {
        return withAdmin(start(new TestConfig().access(access).proxies(proxies)));
    }

    /** The same where this is who may make an account. */
    public static TestWizd start(AccessConfig access, SignUpSettings signUp, TrustedProxies proxies) {
        return withAdmin(start(new TestConfig().access(access).signUp(signUp).proxies(proxies)));
    }

    private static TestWizd start(TestConfig config, HandlerPlugin... plugins) {
        DatabaseConfig.External databases = config.databases().orElseGet(() -> Nodes.ALL);
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        Server server = Server.start(config.on(databases), registry, List.of(plugins), StartupTask.NONE);
        return new TestWizd(server, registry, databases.main().owner());
    }

    private static TestWizd withAdmin(TestWizd wizd) {
        wizd.addAccount("admin", ADMIN_PASSWORD, "admin");
        return wizd;
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
        return server.accounts()
                .exists(account, System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(TestConfig.MESSAGE_TIMEOUT_MS));
    }

    /** A statement in main, with all rights there. */
    public void execute(String sql) {
        try {
            Sql.execute(main, sql);
        } catch (SQLException e) {
            throw new IllegalStateException("cannot execute " + sql, e);
        }
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
            TestWizd wizd = withAdmin(TestWizd.start(new TestConfig()));
            TestFolders.beforeDeletion(wizd::close);
            return wizd;
        }
    }
}
