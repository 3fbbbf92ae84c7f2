package io.wizd.db;

import java.util.ArrayDeque;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * Which procedure is next: each has its turn, but the last connection is never given to one that walks over ranges, where
 * there are two at least, so lookups go on beside any number of lists. All methods under the lock of the {@link
 * CallBatcher}.
 */
final class ReadyQueues {
    private final int maxRanges;

    /** Queues with something ready; each is here once at most. */
    private final ArrayDeque<ProcedureQueue> ready = new ArrayDeque<>();

    private int rangesInFlight;

    ReadyQueues(int connections) {
        this.maxRanges = Math.max(1, connections - 1);
    }

    void add(ProcedureQueue queue) {
        ready.addLast(queue);
    }

    boolean isEmpty() {
        return ready.isEmpty();
    }

    /** The next that may be carried out now; {@link #done} when it is. */
    @Nullable
    ProcedureQueue next(long now) {
        for (Iterator<ProcedureQueue> queues = ready.iterator(); queues.hasNext(); ) {
            ProcedureQueue queue = queues.next();
            if (isRange(queue) && rangesInFlight == maxRanges || !queue.hasEnough() && queue.waitsUntil() - now > 0) {
                continue;
            }
            if (isRange(queue)) {
                rangesInFlight++;
            }
            queues.remove();
            return queue;
        }
        return null;
    }

    /** In how many nanoseconds the first of those that gather has waited long enough; {@link Long#MAX_VALUE} if none does. */
    long gatherFor(long now) {
        long shortest = Long.MAX_VALUE;
        for (ProcedureQueue queue : ready) {
            if (!queue.hasEnough()) {
                shortest = Math.min(shortest, queue.waitsUntil() - now);
            }
        }
        return shortest;
    }

    /** One that was {@link #next} has been carried out. */
    void done(ProcedureQueue queue) {
        if (isRange(queue)) {
            rangesInFlight--;
        }
    }

    private static boolean isRange(ProcedureQueue queue) {
        return queue.procedure.work() == Procedure.Work.RANGE;
    }
}
