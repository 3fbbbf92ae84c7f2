package io.wizd.protocol;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;

/**
 * The work that one thread has for others while it answers a whole batch: each of them is woken once for all of it, and not
 * again for each reply. Outside a batch work is handed over at once. Any thread.
 */
public final class Handover {
    private static final ThreadLocal<Map<Executor, List<Runnable>>> GATHERED = new ThreadLocal<>();

    private Handover() {}

    /**
     * Answers a batch: what {@link #to} gets meanwhile from this thread is handed over at its end, in its order, also if the
     * batch fails. One inside another is a part of it.
     */
    public static void afterAllOf(Runnable batch) {
        if (GATHERED.get() != null) {
            batch.run();
            return;
        }
        Map<Executor, List<Runnable>> gathered = new IdentityHashMap<>();
        GATHERED.set(gathered);
        try {
            batch.run();
        } finally {
            GATHERED.remove();
            gathered.forEach((executor, work) -> run(executor, work.iterator()));
        }
    }

    /** What fails is the executor's to tell, and does not take with it what is behind it. */
    private static void run(Executor executor, Iterator<Runnable> work) {
        executor.execute(() -> {
            try {
                while (work.hasNext()) {
                    work.next().run();
                }
            } finally {
                if (work.hasNext()) {
                    run(executor, work);
                }
            }
        });
    }

    /** Has the executor run the work, now or at the end of the batch. */
    public static void to(Executor executor, Runnable work) {
        Map<Executor, List<Runnable>> gathered = GATHERED.get();
        if (gathered == null) {
            executor.execute(work);
        } else {
            gathered.computeIfAbsent(executor, each -> new ArrayList<>()).add(work);
        }
    }
}
