package io.wizd.bench.reference;

import io.wizd.bench.KeyOwners;
import io.wizd.bench.KvRows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What sync does at least: {@code kv_apply} in batches over JDBC, each entry to the node that does not own its key. The
 * requests are made before, so that nothing is read and nothing remembered. An order is carried out once, however long
 * it takes.
 */
public final class ApplyRows {
    private static final int ROWS_A_CALL = 128;

    private ApplyRows() {}

    /** @param target the place of the node */
    private record Batch(int target, String requests, int rows) {}

    /** Arguments: how many keys, then two nodes. */
    public static void main(String[] args) throws Exception {
        Orders orders = new Orders(args, 1);
        List<int[]> owned;
        try (KeyOwners owners = new KeyOwners(orders.nodes())) {
            owned = owners.numbersOf(KvRows.first(Integer.parseInt(args[0])), KvRows::key);
        }
        List<Batch> batches = new ArrayList<>();
        batches.addAll(batches(1, owned.get(0)));
        batches.addAll(batches(0, owned.get(1)));
        try (JdbcThreads threads = new JdbcThreads(orders.nodes(), "CALL kv_apply(?)")) {
            orders.obey(durationMs -> {
                AtomicInteger next = new AtomicInteger();
                return threads.carryOut(caller -> applyAll(batches, next, caller));
            });
        }
    }

    private static List<Batch> batches(int target, int[] numbers) {
        RequestText request = new RequestText("{\"key\":\"" + KvRows.KEY + "\",\"version\":1,\"born\":1,\"value\":\""
                + KvRows.VALUE.replace("\"", "\\\"") + "\",\"type\":null,\"expires\":null}");
        List<Batch> batches = new ArrayList<>();
        for (int from = 0; from < numbers.length; from += ROWS_A_CALL) {
            int to = Math.min(from + ROWS_A_CALL, numbers.length);
            long[] some = Arrays.stream(numbers, from, to).asLongStream().toArray();
            batches.add(new Batch(target, request.ofAll(some), some.length));
        }
        return batches;
    }

    private static JdbcThreads.Counted applyAll(List<Batch> batches, AtomicInteger next, JdbcCaller caller) {
        JdbcThreads.Counted counted = new JdbcThreads.Counted();
        for (int i = next.getAndIncrement(); i < batches.size(); i = next.getAndIncrement()) {
            Batch batch = batches.get(i);
            long begunNanos = System.nanoTime();
            String error = caller.call(batch.target, batch.requests, batch.rows);
            counted.add(batch.rows, System.nanoTime() - begunNanos, error);
        }
        return counted;
    }
}
