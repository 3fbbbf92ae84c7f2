package io.wizd.bench.reference;

import io.wizd.bench.KeyOwners;
import io.wizd.bench.KvNode;
import io.wizd.bench.KvRows;
import io.wizd.client.load.LatencyHistogram;
import io.wizd.client.load.NumberRange;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.SplittableRandom;

/** One thread of {@link JdbcRows}: a connection to each node, and one CALL after the other. Confined to a thread. */
final class JdbcCaller {
    /** Those of {@link io.wizd.db.Database}; a test holds them equal. */
    static final Map<String, String> DRIVER_SETTINGS = Map.of(
            "cachePrepStmts", "true",
            "prepStmtCacheSqlLimit", "4096",
            "cacheServerConfiguration", "true",
            "useLocalSessionState", "true",
            "maintainTimeStats", "false",
            "characterEncoding", "UTF-8",
            "connectionCollation", "utf8mb4_bin",
            "connectTimeout", "2000",
            "socketTimeout", "30000");

    private final JdbcRows.Work work;
    private final KeyOwners owners;
    private final List<PreparedStatement> calls = new ArrayList<>();
    private final SplittableRandom random = new SplittableRandom();

    /** What came of one order. */
    record Counted(LatencyHistogram latency, long errors, String firstError) {}

    JdbcCaller(JdbcRows.Work work, List<KvNode> nodes, KeyOwners owners) throws SQLException {
        this.work = work;
        this.owners = owners;
        for (KvNode node : nodes) {
            Properties properties = new Properties();
            properties.putAll(DRIVER_SETTINGS);
            properties.setProperty("user", node.address().user());
            properties.setProperty("password", node.address().password());
            Connection connection = DriverManager.getConnection(node.address().url(), properties);
            calls.add(connection.prepareStatement(work.statement));
        }
    }

    Counted callUntil(long endNanos) {
        LatencyHistogram latency = new LatencyHistogram();
        long errors = 0;
        String firstError = "";
        long begunNanos = System.nanoTime();
        while (begunNanos < endNanos) {
            String error = callOnce();
            if (!error.isEmpty()) {
                errors++;
                firstError = error;
            }
            long endedNanos = System.nanoTime();
            latency.record(endedNanos - begunNanos);
            begunNanos = endedNanos;
        }
        return new Counted(latency, errors, firstError);
    }

    /** Empty, or what went wrong. */
    private String callOnce() {
        NumberRange range = work.range();
        long n = random.nextLong(range.min(), range.max() + 1);
        String key = KvRows.key(n);
        PreparedStatement call = calls.get(owners.ownerOf(key));
        try {
            call.setString(1, work.request(key, n));
            call.execute();
            try (ResultSet row = call.getResultSet()) {
                if (!row.next() || row.getInt(1) != 0 || row.getBytes(2).length == 0) {
                    return "no reply for " + key;
                }
            }
            while (call.getMoreResults() || call.getUpdateCount() != -1) {
                // A procedure that fails after its SELECT says so only behind the rows.
            }
            return "";
        } catch (SQLException e) {
            return String.valueOf(e.getMessage());
        }
    }
}
