package io.wizd.handlers.fib;

import io.wizd.db.Database;
import io.wizd.db.Procedure;
import io.wizd.db.Request;
import io.wizd.protocol.Effect;
import io.wizd.protocol.Jsons;
import io.wizd.protocol.WizdException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a table in database main, in the background and on one thread: reads back what is stored, then stores what is
 * computed. Several servers store the same numbers. While main is away nothing is lost but time: it goes on when main is
 * back.
 */
final class FibStore implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FibStore.class);
    private static final long CALL_TIMEOUT_NANOS = TimeUnit.SECONDS.toNanos(20);

    private static final Procedure<Found> FIND = Procedure.single("fib_chunk_find", Found.class);
    private static final Procedure<Kept> KEEP = Procedure.single("fib_chunk_keep", Kept.class);

    private final Database main;
    private final Semaphore news = new Semaphore(0);

    // Used by the one thread.
    private int stored;
    private boolean readBack;

    private volatile boolean closed;
    private volatile @Nullable Thread thread;

    /** What is asked for: the first chunk that begins there or later. */
    record Find(int from) {}

    /** No chunk where there is none. */
    record Found(@Nullable FibChunk chunk) {}

    record Kept(int first) {}

    FibStore(Database main) {
        this.main = main;
    }

    /** Begins; the table is used meanwhile. */
    void start(FibTable table) {
        main.whenBack(this::wake);
        thread = Thread.ofVirtual().name("fib-store").start(() -> run(table));
    }

    /** There may be something to do. Any thread. */
    void wake() {
        news.release();
    }

    private void run(FibTable table) {
        try {
            while (!closed) {
                tryToKeepUp(table);
                news.acquire();
                news.drainPermits();
            }
        } catch (InterruptedException e) {
            LOG.debug("ended");
        }
    }

    private void tryToKeepUp(FibTable table) {
        try {
            if (!readBack) {
                readBack(table);
                readBack = true;
            }
            while (!closed && stored + FibChunk.NUMBERS <= table.count()) {
                keep(table.chunk(stored));
                stored += FibChunk.NUMBERS;
            }
        } catch (WizdException e) {
            if (closed) {
                return;
            }
            LOG.info("The Fibonacci numbers cannot be stored now, and are computed meanwhile: {}", e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("The Fibonacci numbers cannot be stored, and are computed instead", e);
        }
    }

    private void readBack(FibTable table) {
        long begun = System.nanoTime();
        while (!closed && stored + FibChunk.NUMBERS <= table.max()) {
            FibChunk chunk = find(stored);
            if (chunk == null) {
                break;
            }
            take(chunk, table);
            stored += FibChunk.NUMBERS;
        }
        if (stored > 0) {
            LOG.info("{} Fibonacci numbers read back in {} ms", stored, (System.nanoTime() - begun) / 1_000_000);
        }
    }

    /** What is broken is computed, and stored again. */
    private void take(FibChunk chunk, FibTable table) {
        String fault = chunk.fault(stored);
        if (fault == null && table.offer(chunk) == FibTable.Offer.WRONG) {
            fault = "it does not follow those before";
        }
        if (fault != null) {
            LOG.warn(
                    "The stored Fibonacci numbers from F({}) to F({}) are broken, and are computed and stored anew: {}",
                    stored,
                    stored + FibChunk.NUMBERS - 1,
                    fault);
            table.growTo(stored + FibChunk.NUMBERS);
            keep(table.chunk(stored));
        }
    }

    private @Nullable FibChunk find(int from) {
        return main.call(FIND, request(new Find(from), Effect.READ)).await().chunk();
    }

    private void keep(FibChunk chunk) {
        main.call(KEEP, request(chunk, Effect.IDEMPOTENT_WRITE)).await();
    }

    private static Request request(Object body, Effect effect) {
        return new Request.Plain(Jsons.write(body), effect, System.nanoTime() + CALL_TIMEOUT_NANOS);
    }

    /** Stores nothing more; what is not stored is computed again next time. */
    @Override
    public void close() {
        closed = true;
        Thread running = thread;
        if (running != null) {
            running.interrupt();
        }
    }
}
