package io.wizd.db;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import io.wizd.protocol.Reply;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * One database, reached by stored procedures alone. Calls are batched by nature: see {@link CallBatcher}. Any thread;
 * nothing here blocks its caller but {@link #check} and {@link #close}.
 */
public final class Database implements AutoCloseable {
    /** How long a worker waits for a connection before it tells its batch that the database is away. */
    private static final long CONNECTION_TIMEOUT_MS = 2_000;

    /** Within which a connection that was idle must answer, or another is taken. */
    private static final long VALIDATION_TIMEOUT_MS = 1_000;

    /** What we want of Connector/J; a URL may say otherwise. Reasons: docs/decisions/0006-jdbc-settings.md. */
    private static final Map<String, String> DRIVER_SETTINGS = Map.ofEntries(
            Map.entry("cachePrepStmts", "true"),
            Map.entry("prepStmtCacheSqlLimit", "4096"),
            Map.entry("prepStmtCacheSize", "64"),
            Map.entry("useServerPrepStmts", "true"),
            Map.entry("emulateUnsupportedPstmts", "false"),
            Map.entry("cacheServerConfiguration", "true"),
            Map.entry("useLocalSessionState", "true"),
            Map.entry("maintainTimeStats", "false"),
            Map.entry("characterEncoding", "UTF-8"),
            Map.entry("connectionCollation", "utf8mb4_bin"),
            Map.entry("connectTimeout", "2000"),
            Map.entry("socketTimeout", "30000"));

    private static final Preparation PREPARED = () -> {};

    private final String name;
    private final String server;
    private final HikariDataSource pool;
    private final CallsInFlight inFlight = new CallsInFlight();
    private final CallBatcher batcher;
    private final Availability availability;
    private final Pulse pulse;
    private final AtomicReference<Preparation> preparation = new AtomicReference<>(PREPARED);

    /** What brings a database to the state in which calls can be sent, such as its migration. */
    @FunctionalInterface
    public interface Preparation {
        /** @throws RuntimeException with an {@link SQLException} as its cause where the database cannot be reached */
        void run();
    }

    /**
     * Opens the pool in the background: a database that is away does not stop the server from starting.
     *
     * @param name for threads, metrics and logs
     * @param connections how many CALLs may be in flight; two to four carry the most
     * @param queueCapacity requests that may wait for each procedure before more are refused
     */
    public Database(String name, JdbcAddress address, int connections, int queueCapacity, MeterRegistry registry) {
        this.name = name;
        this.pool = new HikariDataSource(poolConfig(name, address, connections, registry));
        DatabaseMetrics metrics = new DatabaseMetrics(registry, name);
        this.server = address.server();
        this.availability = new Availability(name, server, this::probe);
        BatchCall batchCall = new BatchCall(pool, server, inFlight);
        BatchRunner runner = new BatchRunner(name, batchCall, availability, metrics);
        this.batcher = new CallBatcher(name, connections, queueCapacity, runner, metrics);
        this.pulse = new Pulse(name, address, inFlight, this::fellSilent);
        pulse.start();
    }

    /** Idle connections would stall whoever takes them once the node is back: those go too. */
    private void fellSilent(SQLException why) {
        availability.lost(why);
        pool.getHikariPoolMXBean().softEvictConnections();
    }

    private static HikariConfig poolConfig(String name, JdbcAddress address, int connections, MeterRegistry registry) {
        HikariConfig config = new HikariConfig();
        config.setPoolName(name);
        config.setJdbcUrl(address.url());
        config.setUsername(address.user());
        config.setPassword(address.password());
        config.setMaximumPoolSize(connections);
        config.setConnectionTimeout(CONNECTION_TIMEOUT_MS);
        config.setValidationTimeout(VALIDATION_TIMEOUT_MS);
        config.setInitializationFailTimeout(-1);
        config.setMetricRegistry(registry);
        DRIVER_SETTINGS.forEach((setting, value) -> {
            if (!address.url().contains(setting + "=")) {
                config.addDataSourceProperty(setting, value);
            }
        });
        return config;
    }

    /** The name it was opened with. */
    public String name() {
        return name;
    }

    /**
     * Does what is to be done before the first call; where the database is away, it is done as soon as it is back, and
     * calls are refused until then.
     *
     * @return whether it is done
     * @throws RuntimeException if it failed for another reason
     */
    public boolean prepare(Preparation work) {
        try {
            work.run();
            return true;
        } catch (RuntimeException e) {
            if (!SqlFailure.isUnreachable(e)) {
                throw e;
            }
            prepareWhenBack(work, e);
            return false;
        }
    }

    /** The same where it is known to be away: only when it is back. */
    public void prepareWhenBack(Preparation work, RuntimeException whyAway) {
        preparation.set(work);
        availability.lost(whyAway);
    }

    private void probe() throws SQLException {
        pulse.revive();
        Preparation work;
        do {
            work = Objects.requireNonNull(preparation.get());
            work.run();
            check();
        } while (!preparation.compareAndSet(work, PREPARED));
    }

    /**
     * Whether calls fail at once because the database could not be reached, or fell silent some seconds ago; it is asked
     * again all the time. Does not wait.
     */
    public boolean isAway() {
        return availability.isAway();
    }

    /** Why it is away, in words for anybody; empty while it is not. */
    public Optional<String> whyAway() {
        return availability.why().map(SqlReason.Kind::words);
    }

    /** Runs the work each time the database comes back, on a thread that may wait. */
    public void whenBack(Runnable work) {
        availability.whenBack(work);
    }

    /**
     * Calls a procedure; requests are carried out in any order.
     *
     * @throws io.wizd.protocol.WizdException at once, if the queue is full or the database is closed
     */
    public <O> Reply.Pending<O> call(Procedure<O> procedure, Request request) {
        return batcher.call(procedure, null, request);
    }

    /**
     * Calls a procedure; requests of the same key are carried out in the order of their arrival, never two at once.
     *
     * @throws io.wizd.protocol.WizdException at once, if the queue is full or the database is closed
     */
    public <O> Reply.Pending<O> call(Procedure<O> procedure, Object key, Request request) {
        return batcher.call(procedure, key, request);
    }

    /** CALLs that it has answered since it was opened. */
    public long answers() {
        return inFlight.answers();
    }

    /** Requests of a procedure that are not yet on their way to the database. */
    public int waiting(String procedure) {
        return batcher.waiting(procedure);
    }

    /**
     * Whether it answers; blocks up to the connection timeout.
     *
     * @throws SQLException why not
     */
    public void check() throws SQLException {
        try (Connection connection = pool.getConnection()) {
            if (!connection.isValid(2)) {
                pool.evictConnection(connection);
                throw new SQLException(name + " did not answer within 2 s");
            }
        } catch (SQLException e) {
            throw new SqlFailure.NotConnectedException(e, server);
        }
    }

    /** Carries out what waits, then closes the connections. */
    @Override
    public void close() {
        availability.close();
        batcher.close();
        pulse.close();
        pool.close();
    }
}
