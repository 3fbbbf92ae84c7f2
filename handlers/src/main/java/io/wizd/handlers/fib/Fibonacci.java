package io.wizd.handlers.fib;

import io.wizd.budget.ProcessorBudget;
import io.wizd.budget.ProcessorBudgets;
import java.nio.file.Path;

/** What all Fibonacci handlers of a server share: the table, its file, the limits. Any thread. */
public final class Fibonacci implements AutoCloseable {
    /** The largest {@code max}: the answer for it has 104 GB. */
    public static final int LARGEST_MAX = 1_000_000;

    /** The largest {@code cachedMax}: the table for it has 1 GB. */
    public static final int LARGEST_CACHED_MAX = 100_000;

    private final int max;
    private final FibFile file;
    private final FibTable table;
    private final FibLast last;
    private final ProcessorBudget rendering;

    /**
     * Begins empty; what an earlier server has left is read once it is started.
     *
     * @param file where the table is kept while no server runs
     * @param cachedMax how many numbers are kept in memory, at most {@link #LARGEST_CACHED_MAX}
     * @param max how many numbers may be asked for, from {@code cachedMax} to {@link #LARGEST_MAX}
     * @param budgets what a large number, and the numbers beyond {@code cachedMax}, may take
     */
    public Fibonacci(Path file, int cachedMax, int max, ProcessorBudgets budgets) {
        this.max = max;
        this.last = new FibLast(budgets.numbers());
        this.rendering = budgets.rendering();
        this.table = new FibTable(cachedMax);
        this.file = new FibFile(file);
    }

    /** Reads back the table in the background; it is used meanwhile. */
    public void start() {
        Thread.ofVirtual().name("fib-file").start(() -> file.readInto(table));
    }

    int max() {
        return max;
    }

    FibTable table() {
        return table;
    }

    FibLast last() {
        return last;
    }

    FibItems items(int count, FibItems.Kind kind) {
        return new FibItems(count, kind, rendering);
    }

    /** How many numbers are in memory. */
    public int cached() {
        return table.count();
    }

    /** How many replies, counted by the segments of the table, have been written and not yet been sent. */
    public int slicesInUse() {
        return table.slicesInUse();
    }

    /** Keeps the table for the next start. */
    @Override
    public void close() {
        file.write(table);
    }
}
