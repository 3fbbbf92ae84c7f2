package io.wizd.handlers.fib;

import io.wizd.budget.ProcessorBudget;
import io.wizd.budget.ProcessorBudgets;
import io.wizd.db.Database;

/** What all Fibonacci handlers of a server share: the table, its place in the database, the limits. Any thread. */
public final class Fibonacci implements AutoCloseable {
    /** The largest {@code max}: the answer for it has 104 GB. */
    public static final int LARGEST_MAX = 1_000_000;

    /** The largest {@code cachedMax}: the table for it has 1 GB. */
    public static final int LARGEST_CACHED_MAX = 100_000;

    private final int max;
    private final FibStore store;
    private final FibTable table;
    private final FibLast last;
    private final ProcessorBudget rendering;

    /**
     * Begins empty; what others have stored is read once it is started.
     *
     * @param main where the table is stored
     * @param cachedMax how many numbers are kept in memory, at most {@link #LARGEST_CACHED_MAX}
     * @param max how many numbers may be asked for, from {@code cachedMax} to {@link #LARGEST_MAX}
     * @param budgets what a large number, and the numbers beyond {@code cachedMax}, may take
     */
    public Fibonacci(Database main, int cachedMax, int max, ProcessorBudgets budgets) {
        this.max = max;
        this.last = new FibLast(budgets.numbers());
        this.rendering = budgets.rendering();
        this.store = new FibStore(main);
        this.table = new FibTable(cachedMax, store::wake);
    }

    /** Reads back the stored table in the background, and stores it as it grows. */
    public void start() {
        store.start(table);
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

    @Override
    public void close() {
        store.close();
    }
}
