package io.wizd.bench;

import io.wizd.db.JdbcAddress;
import io.wizd.db.Migrations;
import io.wizd.db.Schema;
import io.wizd.db.embedded.DatabaseStartException;
import io.wizd.db.embedded.EmbeddedDatabase;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The database server under both sides of a case: the embedded one, with wizd's schema, and one connection to it. */
public final class BenchDatabase implements AutoCloseable {
    private static final String MAIN = "wizd_main";
    private static final List<String> NODES = List.of("p1", "p2");
    private static final long BUFFER_POOL_BYTES = 1L << 30;
    private static final int QUIET_MS = 100;
    private static final int QUIET_TIMEOUT_MS = 30_000;

    private final EmbeddedDatabase server;
    private final Connection connection;
    private boolean keysMade;

    private BenchDatabase(EmbeddedDatabase server, Connection connection) {
        this.server = server;
        this.connection = connection;
    }

    /** Starts it, with empty tables. */
    static BenchDatabase start(Path folder) {
        List<String> databases = Stream.concat(Stream.of(MAIN), NODES.stream().map(BenchDatabase::databaseOf))
                .toList();
        EmbeddedDatabase server;
        try {
            server = EmbeddedDatabase.start(folder, databases, BUFFER_POOL_BYTES);
        } catch (DatabaseStartException e) {
            throw new BenchException(String.valueOf(e.getMessage()), e);
        }
        try {
            Migrations.migrate(server.owner(MAIN), Schema.MAIN);
            NODES.forEach(node -> Migrations.migrate(server.owner(databaseOf(node)), Schema.PARTITION));
            return new BenchDatabase(server, server.owner("").connect());
        } catch (SQLException | RuntimeException e) {
            server.close();
            throw new BenchException("the database cannot be used: " + firstLine(e), e);
        }
    }

    private static String databaseOf(String node) {
        return "wizd_" + node;
    }

    /** The owner's way to {@code main}. */
    JdbcAddress main() {
        return server.owner(MAIN);
    }

    /** The nodes, as the account that owns the procedures. */
    List<KvNode> ownerNodes() {
        return NODES.stream()
                .map(node -> new KvNode(node, server.owner(databaseOf(node))))
                .toList();
    }

    /** The nodes, as the server's account, which may only call procedures. */
    List<KvNode> appNodes() {
        return NODES.stream()
                .map(node -> new KvNode(node, server.app(databaseOf(node))))
                .toList();
    }

    /** The keys are {@link KvRows#PRELOADED} again, and no other; made the first time, copied from then on. */
    void resetKeys() {
        awaitQuiet();
        try (Statement statement = connection.createStatement()) {
            if (!keysMade) {
                KvRows.fill(ownerNodes(), KvRows.PRELOADED, KvRows::key, KvRows::value);
                for (String node : NODES) {
                    String database = databaseOf(node);
                    statement.execute(
                            "CREATE TABLE " + database + ".bench_entry AS SELECT * FROM " + database + ".kv_entry");
                }
                keysMade = true;
            }
            for (String node : NODES) {
                String database = databaseOf(node);
                statement.execute("TRUNCATE TABLE " + database + ".kv_entry");
                statement.execute(
                        "INSERT INTO " + database + ".kv_entry SELECT * FROM " + database + ".bench_entry ORDER BY k");
            }
        } catch (SQLException e) {
            throw new BenchException("cannot put the keys back: " + firstLine(e), e);
        }
    }

    /** A server goes on for a while with what it took before its clients left. */
    private void awaitQuiet() {
        long deadlineNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(QUIET_TIMEOUT_MS);
        long before = -1;
        for (long calls = counts().calls(); calls != before || running() > 1; calls = counts().calls()) {
            if (System.nanoTime() > deadlineNanos) {
                throw new BenchException(
                        "the database is not quiet " + QUIET_TIMEOUT_MS + " ms after the load has ended");
            }
            before = calls;
            try {
                TimeUnit.MILLISECONDS.sleep(QUIET_MS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new BenchException("interrupted", e);
            }
        }
    }

    /** Statements that run, ours among them. */
    private long running() {
        return status("Threads_running");
    }

    /**
     * What the server has counted so far, over all databases.
     *
     * @param calls CALL statements
     * @param rows rows that went out
     */
    record Counts(long calls, long rows) {
        /** The mean batch of the calls between; asking for the counts itself adds two rows, which is too few to show. */
        double rowsPerCallSince(Counts before) {
            return (rows - before.rows) / (double) Math.max(1, calls - before.calls);
        }
    }

    Counts counts() {
        return new Counts(status("Com_call_procedure"), status("Rows_sent"));
    }

    private long status(String variable) {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SHOW GLOBAL STATUS LIKE '" + variable + "'")) {
            result.next();
            return result.getLong(2);
        } catch (SQLException e) {
            throw new BenchException("the database does not say its " + variable + ": " + firstLine(e), e);
        }
    }

    /** MariaDB and its version. */
    String version() {
        try {
            return "MariaDB "
                    + connection.getMetaData().getDatabaseProductVersion().replace("-MariaDB", "");
        } catch (SQLException e) {
            throw new BenchException("the database does not say its version: " + firstLine(e), e);
        }
    }

    /** The driver's messages go on with what only its developers need. */
    private static String firstLine(Exception e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("no reason given");
    }

    ProcessHandle process() {
        return ProcessHandle.of(server.pid()).orElseThrow(() -> new BenchException("the database has ended"));
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            // It ends with the server.
        } finally {
            server.close();
        }
    }
}
