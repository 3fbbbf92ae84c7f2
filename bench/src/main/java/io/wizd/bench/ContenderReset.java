package io.wizd.bench;

import io.wizd.client.load.NumberRange;
import io.wizd.db.JdbcAddress;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
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
                    KvRows.fill(nodes, KEYS, ContenderReset::key, ContenderReset::value);
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
