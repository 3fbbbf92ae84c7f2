package io.wizd.bench.reference;

import io.wizd.bench.KeyOwners;
import io.wizd.bench.KvRows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What one would write without wizd: threads that call the stored procedure for one row at a time, or for as many as
 * the database likes best, over JDBC, each on connections of its own, one to each node. Everything else is as in wizd:
 * procedures, driver settings, and which node owns a key.
 */
public final class JdbcRows {
    private JdbcRows() {}

    /** What is called over and over. */
    public enum Work {
        /** Sets keys. */
        KV_SET,
        /** Reads keys. */
        KV_GET
    }

    /** Arguments: the work and the rows of a CALL, then the nodes. */
    public static void main(String[] args) throws Exception {
        Orders orders = new Orders(args, 2);
        boolean sets = Work.valueOf(args[0]) == Work.KV_SET;
        int rowsACall = Integer.parseInt(args[1]);
        RequestText request = new RequestText(
                sets
                        ? "{\"key\":\"" + KvRows.KEY + "\",\"value\":\"" + KvRows.VALUE.replace("\"", "\\\"") + "\"}"
                        : "{\"key\":\"" + KvRows.KEY + "\"}");
        List<int[]> owned;
        try (KeyOwners owners = new KeyOwners(orders.nodes())) {
            owned = owners.numbersOf(sets ? KvRows.WRITTEN : KvRows.PRELOADED, KvRows::key);
        }
        try (JdbcThreads threads = new JdbcThreads(orders.nodes(), sets ? "CALL kv_set(?)" : "CALL kv_get(?)")) {
            orders.obey(durationMs -> {
                long endNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(durationMs);
                return threads.carryOut(
                        caller -> callUntil(endNanos, caller, new RandomKeys(owned, rowsACall), request, sets));
            });
        }
    }

    private static JdbcThreads.Counted callUntil(
            long endNanos, JdbcCaller caller, RandomKeys keys, RequestText request, boolean sets) {
        JdbcThreads.Counted counted = new JdbcThreads.Counted();
        long begunNanos = System.nanoTime();
        while (begunNanos < endNanos) {
            int node = keys.nextNode();
            long[] numbers = keys.next(node);
            int rows = numbers.length;
            String error =
                    caller.call(node, request.ofAll(numbers), row -> sets ? areWritten(row, rows) : areRead(row, rows));
            long endedNanos = System.nanoTime();
            counted.add(numbers.length, endedNanos - begunNanos, error);
            begunNanos = endedNanos;
        }
        return counted;
    }

    /** One row for all: see kv_set.sql. */
    private static boolean areWritten(ResultSet row, int requests) throws SQLException {
        return row.next() && row.getInt(1) == requests && row.getLong(2) > 0 && row.getString(3) != null;
    }

    /** A row each: see kv_get.sql. */
    private static boolean areRead(ResultSet row, int requests) throws SQLException {
        for (int i = 0; i < requests; i++) {
            if (!row.next() || row.getLong(2) == 0 || row.getBytes(3).length == 0) {
                return false;
            }
        }
        return true;
    }
}
