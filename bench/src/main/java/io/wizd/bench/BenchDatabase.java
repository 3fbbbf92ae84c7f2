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
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The database server under all sides of a case: the embedded one, with wizd's schema, once for wizd and once for the
 * references, and one connection to it.
 */
public final class BenchDatabase implements AutoCloseable {
    private static final String MAIN = "wizd_main";
    private static final String WIZD = "wizd_";
    private static final String REFERENCE = "reference_";
    private static final List<String> NODES = List.of("p1", "p2");
    private static final long BUFFER_POOL_BYTES = 1L << 30;
    private static final int LARGER_THAN_ANY_BATCH = 1_000;
    private static final int QUIET_MS = 100;
    private static final int QUIET_TIMEOUT_MS = 30_000;

    private final EmbeddedDatabase server;
    private final Connection connection;
    private final KvTables wizdKeys;
    private final KvTables referenceKeys;
    private final MemberTables wizdMembers;
    private final MemberTables referenceMembers;
    private final MemberTables firstReferenceMembers;

    private BenchDatabase(EmbeddedDatabase server, Connection connection) {
        this.server = server;
        this.connection = connection;
        this.wizdKeys = new KvTables(ownerNodes(server, WIZD));
        this.referenceKeys = new KvTables(ownerNodes(server, REFERENCE));
        this.wizdMembers = new MemberTables(ownerNodes(server, WIZD));
        this.referenceMembers = new MemberTables(ownerNodes(server, REFERENCE));
        this.firstReferenceMembers =
                new MemberTables(ownerNodes(server, REFERENCE).subList(0, 1));
    }

    /** Starts it, with empty tables. */
    static BenchDatabase start(Path folder) {
        List<String> databases = Stream.of(WIZD, REFERENCE)
                .flatMap(prefix -> NODES.stream().map(prefix::concat))
                .toList();
        EmbeddedDatabase server;
        try {
            server = EmbeddedDatabase.start(
                    folder, Stream.concat(Stream.of(MAIN), databases.stream()).toList(), BUFFER_POOL_BYTES);
        } catch (DatabaseStartException e) {
            throw new BenchException(String.valueOf(e.getMessage()), e);
        }
        try {
            Migrations.migrate(server.owner(MAIN), Schema.MAIN);
            databases.forEach(database -> Migrations.migrate(server.owner(database), Schema.PARTITION));
            return new BenchDatabase(server, server.owner("").connect());
        } catch (SQLException | RuntimeException e) {
            server.close();
            throw new BenchException("the database cannot be used: " + BenchException.firstLine(e), e);
        }
    }

    /** The databases of one side, as the account that owns the procedures. */
    private static List<KvNode> ownerNodes(EmbeddedDatabase server, String databasePrefix) {
        return NODES.stream()
                .map(node -> new KvNode(node, server.owner(databasePrefix + node)))
                .toList();
    }

    /** The same, as the server's account, which may only call procedures. */
    private List<KvNode> appNodes(String databasePrefix) {
        return NODES.stream()
                .map(node -> new KvNode(node, server.app(databasePrefix + node)))
                .toList();
    }

    /** The owner's way to {@code main}. */
    JdbcAddress main() {
        return server.owner(MAIN);
    }

    /** The nodes that wizd uses. */
    List<KvNode> wizdNodes() {
        return appNodes(WIZD);
    }

    /** The nodes that references use: others, so that wizd's sync does not work off what they wrote. */
    List<KvNode> referenceNodes() {
        return appNodes(REFERENCE);
    }

    /** The keys of wizd's nodes. */
    public KvTables wizdKeys() {
        return wizdKeys;
    }

    /** The keys of the references' nodes. */
    public KvTables referenceKeys() {
        return referenceKeys;
    }

    /** The nodes that references use, with the account that owns their tables. */
    List<KvNode> referenceTables() {
        return ownerNodes(server, REFERENCE);
    }

    /** wizd's nodes, with the account that owns their tables. */
    List<KvNode> wizdTables() {
        return ownerNodes(server, WIZD);
    }

    /** The members of wizd's nodes. */
    public MemberTables wizdMembers() {
        return wizdMembers;
    }

    /** The members of the references' nodes. */
    public MemberTables referenceMembers() {
        return referenceMembers;
    }

    /** The same where all lie in the first node. */
    public MemberTables firstReferenceMembers() {
        return firstReferenceMembers;
    }

    /** Waits until nothing is left of the load of the last round, and leaves nothing for sync to do. */
    void calm() {
        awaitQuiet();
        wizdKeys.forgetChanges();
        referenceKeys.forgetChanges();
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
            pause();
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(QUIET_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchException("interrupted", e);
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
     * @param rowsRead rows that were asked of tables and indexes, temporary ones aside
     */
    record Counts(long calls, long rowsRead) {
        /**
         * The mean batch of the calls between. None where there were fewer than no batch explains: then they were not for
         * these replies, but wizd's own.
         */
        OptionalDouble repliesPerCallSince(Counts before, long replies) {
            long between = calls - before.calls;
            return between * LARGER_THAN_ANY_BATCH < replies
                    ? OptionalDouble.empty()
                    : OptionalDouble.of(replies / (double) Math.max(1, between));
        }
    }

    Counts counts() {
        return new Counts(status("Com_call_procedure"), status("Rows_read"));
    }

    private long status(String variable) {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SHOW GLOBAL STATUS LIKE '" + variable + "'")) {
            result.next();
            return result.getLong(2);
        } catch (SQLException e) {
            throw new BenchException(
                    "the database does not say its " + variable + ": " + BenchException.firstLine(e), e);
        }
    }

    /** MariaDB and its version. */
    String version() {
        try {
            return "MariaDB "
                    + connection.getMetaData().getDatabaseProductVersion().replace("-MariaDB", "");
        } catch (SQLException e) {
            throw new BenchException("the database does not say its version: " + BenchException.firstLine(e), e);
        }
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
