package io.wizd.bench;

import io.wizd.client.load.NumberRange;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;

/** The keys and values of the kv cases, and how they come into the databases before a round. Static, any thread. */
public final class KvRows {
    /** A million keys are written. */
    public static final NumberRange WRITTEN = new NumberRange(1_000_000, 1_999_999);

    /** The first 100,000 of them are there already, and are what is read. */
    public static final NumberRange PRELOADED = new NumberRange(1_000_000, 1_099_999);

    /** Of key number <code>${n}</code>. */
    public static final String KEY = "k${n}";

    /** 100 bytes, as those of the peers' harness. */
    public static final String VALUE = "{\"n\":${n},\"note\":\"" + "x".repeat(77) + "\"}";

    private static final int ROWS_AN_INSERT = 1_000;

    private KvRows() {}

    /** The key of a number. */
    public static String key(long n) {
        return KEY.replace("${n}", Long.toString(n));
    }

    /** The value of a number. */
    public static String value(long n) {
        return VALUE.replace("${n}", Long.toString(n));
    }

    /**
     * Adds rows to the nodes that own their keys; the tables must not hold them yet.
     *
     * @param nodes with an account that may insert
     */
    static void fill(List<KvNode> nodes, NumberRange range, LongFunction<String> key, LongFunction<String> value)
            throws SQLException {
        try (KeyOwners owners = new KeyOwners(nodes)) {
            List<List<Long>> numbers = new ArrayList<>();
            nodes.forEach(node -> numbers.add(new ArrayList<>()));
            for (long n = range.min(); n <= range.max(); n++) {
                numbers.get(owners.ownerOf(key.apply(n))).add(n);
            }
            for (int i = 0; i < nodes.size(); i++) {
                insert(nodes.get(i), numbers.get(i), key, value);
            }
        }
    }

    private static void insert(KvNode node, List<Long> numbers, LongFunction<String> key, LongFunction<String> value)
            throws SQLException {
        try (Connection connection = node.address()
                        .withOption("rewriteBatchedStatements", "true")
                        .connect();
                PreparedStatement insert =
                        connection.prepareStatement("INSERT INTO kv_entry (k, v, version) VALUES (?, ?, 1)")) {
            connection.setAutoCommit(false);
            int waiting = 0;
            for (long n : numbers) {
                insert.setString(1, key.apply(n));
                insert.setString(2, value.apply(n));
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
}
