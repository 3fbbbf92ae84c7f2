package io.wizd.bench.reference;

import io.wizd.bench.KvNode;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/** A connection to each node, and one statement after the other. One thread. */
final class JdbcCaller {
    /** Those of {@link io.wizd.db.Database}; a test holds them equal. */
    static final Map<String, String> DRIVER_SETTINGS = Map.ofEntries(
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

    private final List<PreparedStatement> statements = new ArrayList<>();

    JdbcCaller(List<KvNode> nodes, String statement) throws SQLException {
        for (KvNode node : nodes) {
            Properties properties = new Properties();
            properties.putAll(DRIVER_SETTINGS);
            properties.setProperty("user", node.address().user());
            properties.setProperty("password", node.address().password());
            Connection connection = DriverManager.getConnection(node.address().url(), properties);
            statements.add(connection.prepareStatement(statement));
        }
    }

    /**
     * One SELECT with one parameter, of which every column is read.
     *
     * @return how many rows there were
     */
    int select(int node, long parameter) throws SQLException {
        PreparedStatement select = statements.get(node);
        select.setLong(1, parameter);
        int count = 0;
        try (ResultSet row = select.executeQuery()) {
            int columns = row.getMetaData().getColumnCount();
            for (; row.next(); count++) {
                for (int i = 1; i <= columns; i++) {
                    row.getString(i);
                }
            }
        }
        return count;
    }

    /** Whether what came answers the requests; reads all of it that a client needs. */
    @FunctionalInterface
    interface Check {
        boolean holds(ResultSet row) throws SQLException;
    }

    /**
     * One CALL of a procedure that returns a row with JSON for each request.
     *
     * @param requests the JSON array
     * @param rows how many it holds
     * @return empty, or what went wrong
     */
    String call(int node, String requests, int rows) {
        return call(node, requests, row -> {
            for (int i = 0; i < rows; i++) {
                if (!row.next() || row.getInt(1) != 0 || row.getBytes(2).length == 0) {
                    return false;
                }
            }
            return true;
        });
    }

    /** The same of one that returns something else. */
    String call(int node, String requests, Check check) {
        PreparedStatement call = statements.get(node);
        try {
            call.setString(1, requests);
            call.execute();
            try (ResultSet row = call.getResultSet()) {
                if (!check.holds(row)) {
                    return "no reply for a request of " + requests;
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
