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

    /** More than twice as many as a page holds are left behind a cursor, so that each node has a full page. */
    private static final int LEFT_BEHIND_A_CURSOR = 10 * KvRows.KEYS_A_PAGE;

    private JdbcPages() {}

    /** Which pages. */
    public enum Work {
        /** All keys that begin alike. */
        PREFIX("\"prefix\":\"" + KvRows.KEY + "\",\"after\":\"\"") {
            @Override
            NumberRange pages(NumberRange keys) {
                return new NumberRange(keys.min() / KvRows.KEYS_A_PAGE, keys.max() / KvRows.KEYS_A_PAGE);
            }
        },
        /** Those behind one. */
        AFTER("\"prefix\":\"\",\"after\":\"" + KvRows.KEY + "\"") {
            @Override
            NumberRange pages(NumberRange keys) {
                return new NumberRange(keys.min(), keys.max() - LEFT_BEHIND_A_CURSOR);
            }
        };

        private final RequestText request;

        Work(String where) {
            this.request = new RequestText("{" + where + ",\"limit\":" + KEYS + "}");
        }

        abstract NumberRange pages(NumberRange keys);

        /** What <code>${n}</code> is: each is a full page out of so many keys, the first of the million. */
        public NumberRange pages(int keys) {
            return pages(KvRows.first(keys));
        }
    }

    /** Arguments: the work, how many keys there are, then the nodes. */
    public static void main(String[] args) throws Exception {
        Orders orders = new Orders(args, 2);
        Work work = Work.valueOf(args[0]);
        NumberRange pages = work.pages(Integer.parseInt(args[1]));
        int nodes = orders.nodes().size();
        try (JdbcThreads threads = new JdbcThreads(orders.nodes(), "CALL kv_list(?)")) {
            orders.obey(durationMs -> {
                long endNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(durationMs);
                return threads.carryOut(caller -> callUntil(endNanos, caller, nodes, work, pages));
            });
        }
    }

    private static JdbcThreads.Counted callUntil(
            long endNanos, JdbcCaller caller, int nodes, Work work, NumberRange pages) {
        SplittableRandom random = new SplittableRandom();
        JdbcThreads.Counted counted = new JdbcThreads.Counted();
        long begunNanos = System.nanoTime();
        while (begunNanos < endNanos) {
            long n = random.nextLong(pages.min(), pages.max() + 1);
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
