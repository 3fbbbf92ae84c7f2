package io.wizd.db;

import io.wizd.protocol.Effect;
import io.wizd.protocol.Jsons;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Ids that are unique in the whole installation, by hi/lo: a block is taken from the main database and then given out
 * from memory. What is left of a block when the server stops is never used. For virtual threads: now and then a caller
 * waits for the database.
 */
public final class IdBlocks {
    private static final int BLOCK = 1_000;

    private static final Procedure<Taken> ID_BLOCK_TAKE = Procedure.single("id_block_take", Taken.class);

    private final Database main;
    private final String name;

    /** Held while a block is fetched, so that a burst of callers fetches one. */
    private final ReentrantLock lock = new ReentrantLock();

    private long next;
    private long end;

    /** @param name of the counter */
    public IdBlocks(Database main, String name) {
        this.main = main;
        this.name = name;
    }

    private record Take(String name, int count) {}

    record Taken(long first) {}

    /** One id. */
    public long next(long deadlineNanos) {
        lock.lock();
        try {
            if (next == end) {
                next = take(BLOCK, deadlineNanos);
                end = next + BLOCK;
            }
            return next++;
        } finally {
            lock.unlock();
        }
    }

    /** The first of {@code count} ids in a row. */
    public long take(int count, long deadlineNanos) {
        // A block that was taken twice is a gap, not a fault, so the DAO may always repeat it.
        Request take = new Request(Jsons.write(new Take(name, count)), Effect.IDEMPOTENT_WRITE, deadlineNanos);
        return main.call(ID_BLOCK_TAKE, take).await().first();
    }
}
