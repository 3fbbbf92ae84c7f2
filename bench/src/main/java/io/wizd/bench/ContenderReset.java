package io.wizd.bench;

import io.wizd.client.load.NumberRange;
import io.wizd.db.JdbcAddress;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.TimeUnit;

/**
 * {@code bench/contender-reset}: brings a running wizd on its embedded database to what the peers' harness wants before
 * a round. {@code kv}: the keys k0000000 to k0099999 with the harness's values, and no other. {@code members}: none.
 */
public final class ContenderReset {
    private static final NumberRange KEYS = new NumberRange(0, 99_999);
    private static final int ROWS_AN_INSERT = 1_000;
    private static final String PAD = "x".repeat(75);

    /** Deleted rows that are not purged yet would slow down what is measured next. */
    private static final long MAX_HISTORY = 1_000;

    private static final int PURGE_TIMEOUT_S = 60;

    private ContenderReset() {}

    /** The argument is {@code kv} or {@code members}; the data directory is WIZD_DATA, or data/ of the checkout. */
    public static void main(String[] args) throws InterruptedException {
        try {
            List<KvNode> nodes = nodes(dataDirectory());
            switch (String.join(" ", args)) {
                case "kv" -> {
                    deleteAll(nodes, "kv_entry");
                    fill(nodes);
                }
                case "members" -> deleteAll(nodes, "member");
                default -> end(64, "what to reset: kv or members");
            }
        } catch (IOException e) {
            end(69, "no wizd runs on " + dataDirectory() + ": start it with bin/wizd run, or set WIZD_DATA");
        } catch (SQLException e) {
            end(69, "the database refuses: " + e.getMessage());
        }
    }

    private static void end(int status, String line) {
        System.err.println("contender-reset: " + line);
        System.exit(status);
    }

    private static Path dataDirectory() {
        return Optional.ofNullable(System.getenv("WIZD_DATA"))
                .map(Path::of)
                .orElseGet(() -> Path.of(System.getProperty("wizd.home", "."), "data"));
    }

    private static List<KvNode> nodes(Path data) throws IOException {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(data.resolve("database.properties"))) {
            properties.load(reader);
        }
        JdbcAddress loader = new JdbcAddress(
                properties.getProperty("url", ""),
                properties.getProperty("loader.user", ""),
                properties.getProperty("loader.password", ""));
        return List.of(
                new KvNode("p1", loader.withDatabase("wizd_p1")), new KvNode("p2", loader.withDatabase("wizd_p2")));
    }

    static String key(long n) {
        return String.format(Locale.ROOT, "k%07d", n);
    }

    static String value(long n) {
        return "{\"n\":" + (100_000_000 + n) + ",\"note\":\"" + PAD + "\"}";
    }

    /** Adds the rows to the nodes that own their keys. */
    private static void fill(List<KvNode> nodes) throws SQLException {
        List<int[]> numbers;
        try (KeyOwners owners = new KeyOwners(nodes)) {
            numbers = owners.numbersOf(KEYS, ContenderReset::key);
        }
        for (int i = 0; i < nodes.size(); i++) {
            insert(nodes.get(i), numbers.get(i));
        }
    }

    private static void insert(KvNode node, int[] numbers) throws SQLException {
        try (Connection connection = node.address()
                        .withOption("rewriteBatchedStatements", "true")
                        .connect();
                PreparedStatement insert =
                        connection.prepareStatement("INSERT INTO kv_entry (k, v, version) VALUES (?, ?, 1)")) {
            connection.setAutoCommit(false);
            int waiting = 0;
            for (int n : numbers) {
                insert.setString(1, key(n));
                insert.setString(2, value(n));
                insert.addBatch();
                waiting++;
                if (waiting == ROWS_AN_INSERT) {
                    insert.executeBatch();
                    waiting = 0;
                }
            }
            insert.executeBatch();
            connection.commit();
        }
    }

    private static void deleteAll(List<KvNode> nodes, String table) throws SQLException, InterruptedException {
        for (KvNode node : nodes) {
            try (Connection connection = node.address().connect();
                    Statement statement = connection.createStatement()) {
                statement.executeUpdate("DELETE FROM " + table);
                awaitPurge(statement);
            }
        }
    }

    private static void awaitPurge(Statement statement) throws SQLException, InterruptedException {
        long deadlineNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(PURGE_TIMEOUT_S);
        while (history(statement) > MAX_HISTORY && System.nanoTime() < deadlineNanos) {
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }

    private static long history(Statement statement) throws SQLException {
        try (ResultSet result = statement.executeQuery("SHOW GLOBAL STATUS LIKE 'Innodb_history_list_length'")) {
            return result.next() ? result.getLong(2) : 0;
        }
    }
}
