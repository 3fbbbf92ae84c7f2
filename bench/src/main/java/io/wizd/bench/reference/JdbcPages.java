package io.wizd.bench.reference;

import io.wizd.bench.KvRows;
import io.wizd.client.load.NumberRange;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/**
 * Lists of keys by the stored procedure, over JDBC: for a page, each node is asked for it in turn, as wizd asks them; the
 * answers are not merged.
 */
public final class JdbcPages {
    /** wizd asks each node for one key more than the page holds, to know whether there is a next one. */
    private static final int KEYS = KvRows.KEYS_A_PAGE + 1;

    private JdbcPages() {}

    /** Which pages. */
    public enum Work {
        /** All keys that begin alike. */
        PREFIX("\"prefix\":\"" + KvRows.KEY + "\",\"after\":\"\"", KvRows.PREFIXES),
        /** Those behind one. */
        AFTER("\"prefix\":\"\",\"after\":\"" + KvRows.KEY + "\"", KvRows.CURSORS);

        private final RequestText request;
        private final NumberRange range;

        Work(String where, NumberRange range) {
            this.request = new RequestText("{" + where + ",\"limit\":" + KEYS + "}");
            this.range = range;
        }
    }

    /** Arguments: the work, then the nodes. */
    public static void main(String[] args) throws Exception {
        Orders orders = new Orders(args, 1);
        Work work = Work.valueOf(args[0]);
        int nodes = orders.nodes().size();
        try (JdbcThreads threads = new JdbcThreads(orders.nodes(), "CALL kv_list(?)")) {
            orders.obey(durationMs -> {
                long endNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(durationMs);
                return threads.carryOut(caller -> callUntil(endNanos, caller, nodes, work));
            });
        }
    }

    private static JdbcThreads.Counted callUntil(long endNanos, JdbcCaller caller, int nodes, Work work) {
        SplittableRandom random = new SplittableRandom();
        JdbcThreads.Counted counted = new JdbcThreads.Counted();
        long begunNanos = System.nanoTime();
        while (begunNanos < endNanos) {
            long n = random.nextLong(work.range.min(), work.range.max() + 1);
            String request = work.request.ofAll(new long[] {n});
            String error = "";
            for (int node = 0; node < nodes && error.isEmpty(); node++) {
                error = caller.call(node, request, 1);
            }
            long endedNanos = System.nanoTime();
            counted.add(1, endedNanos - begunNanos, error);
            begunNanos = endedNanos;
        }
        return counted;
    }
}
