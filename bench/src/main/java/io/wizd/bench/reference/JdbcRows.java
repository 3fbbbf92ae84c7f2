package io.wizd.bench.reference;

import io.wizd.bench.KeyOwners;
import io.wizd.bench.KvNode;
import io.wizd.bench.KvRows;
import io.wizd.bench.LoadFigures;
import io.wizd.client.load.LatencyHistogram;
import io.wizd.client.load.NumberRange;
import io.wizd.db.JdbcAddress;
import io.wizd.protocol.Jsons;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * What one would write without wizd: threads that call the stored procedure for one row at a time, over JDBC, each on
 * connections of its own, one to each node. Everything else is as in wizd: procedures, nodes, driver settings.
 */
public final class JdbcRows {
    /** More do not make it faster: sixteen keep both the database and the driver busy. */
    public static final int THREADS = 16;

    /** What a line of figures begins with. */
    public static final String RESULT = "result ";

    private JdbcRows() {}

    /** What is called over and over. */
    public enum Work {
        /** Sets one key. */
        KV_SET("CALL kv_set(?)") {
            @Override
            NumberRange range() {
                return KvRows.WRITTEN;
            }

            @Override
            String request(String key, long n) {
                return "[{\"key\":\"" + key + "\",\"value\":\""
                        + KvRows.value(n).replace("\"", "\\\"") + "\"}]";
            }
        },
        /** Reads one key. */
        KV_GET("CALL kv_get(?)") {
            @Override
            NumberRange range() {
                return KvRows.PRELOADED;
            }

            @Override
            String request(String key, long n) {
                return "[{\"key\":\"" + key + "\"}]";
            }
        };

        final String statement;

        Work(String statement) {
            this.statement = statement;
        }

        /** Of the numbers of its keys. */
        abstract NumberRange range();

        /** The array of one request, as wizd's handler would make it. */
        abstract String request(String key, long n);
    }

    /**
     * Arguments: the work, then name, URL and user of each node. The first line of standard input is the password,
     * each further one a number of milliseconds to work, which is answered by a line of figures.
     */
    public static void main(String[] args) throws Exception {
        BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        String password = orders.readLine();
        List<KvNode> nodes = new ArrayList<>();
        for (int i = 1; i < args.length; i += 3) {
            nodes.add(new KvNode(args[i], new JdbcAddress(args[i + 1], args[i + 2], password)));
        }
        try (KeyOwners owners = new KeyOwners(nodes);
                ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            List<JdbcCaller> callers = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                callers.add(new JdbcCaller(Work.valueOf(args[0]), nodes, owners));
            }
            System.out.println("ready");
            obey(orders, threads, callers);
            threads.shutdownNow();
        }
    }

    private static void obey(BufferedReader orders, ExecutorService threads, List<JdbcCaller> callers)
            throws IOException, InterruptedException, ExecutionException {
        for (String order = orders.readLine(); order != null; order = orders.readLine()) {
            long begunNanos = System.nanoTime();
            long endNanos = begunNanos + TimeUnit.MILLISECONDS.toNanos(Long.parseLong(order));
            List<Future<JdbcCaller.Counted>> running = new ArrayList<>();
            for (JdbcCaller caller : callers) {
                running.add(threads.submit(() -> caller.callUntil(endNanos)));
            }
            LatencyHistogram latency = new LatencyHistogram();
            long errors = 0;
            String firstError = "";
            for (Future<JdbcCaller.Counted> future : running) {
                JdbcCaller.Counted counted = future.get();
                latency.add(counted.latency());
                errors += counted.errors();
                firstError = firstError.isEmpty() ? counted.firstError() : firstError;
            }
            double seconds = (System.nanoTime() - begunNanos) / 1e9;
            LoadFigures figures = LoadFigures.of(latency, latency.count() / seconds, errors, firstError);
            System.out.println(RESULT + Jsons.MAPPER.writeValueAsString(figures));
        }
    }
}
