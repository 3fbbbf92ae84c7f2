package io.wizd.bench.reference;

import io.wizd.bench.KvNode;
import io.wizd.bench.LoadFigures;
import io.wizd.client.load.LatencyHistogram;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Threads that execute one statement over JDBC, each on connections of its own. */
final class JdbcThreads implements AutoCloseable {
    /** More do not make it faster: sixteen keep both the database and the driver busy. */
    static final int THREADS = 16;

    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    private final List<JdbcCaller> callers = new ArrayList<>();

    JdbcThreads(List<KvNode> nodes, String statement) throws SQLException {
        for (int i = 0; i < THREADS; i++) {
            callers.add(new JdbcCaller(nodes, statement));
        }
    }

    /** What a thread does on one order. */
    @FunctionalInterface
    interface Task {
        Counted carryOut(JdbcCaller caller);
    }

    /**
     * What a thread saw on one order.
     *
     * @param latency of the CALL that carried it, for each row
     */
    static final class Counted {
        private final LatencyHistogram latency = new LatencyHistogram();
        private long errors;
        private String firstError = "";

        /** @param error empty if there was none */
        void add(int rows, long nanos, String error) {
            for (int i = 0; i < rows; i++) {
                latency.record(nanos);
            }
            if (!error.isEmpty()) {
                errors++;
                firstError = error;
            }
        }
    }

    /** The same on all threads; returns when the last is done. */
    LoadFigures carryOut(Task task) throws InterruptedException, ExecutionException {
        long begunNanos = System.nanoTime();
        List<Future<Counted>> running = new ArrayList<>();
        for (JdbcCaller caller : callers) {
            running.add(threads.submit(() -> task.carryOut(caller)));
        }
        LatencyHistogram latency = new LatencyHistogram();
        long errors = 0;
        String firstError = "";
        for (Future<Counted> future : running) {
            Counted counted = future.get();
            latency.add(counted.latency);
            errors += counted.errors;
            firstError = firstError.isEmpty() ? counted.firstError : firstError;
        }
        double seconds = (System.nanoTime() - begunNanos) / 1e9;
        return LoadFigures.of(latency, latency.count() / seconds, errors, firstError);
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
