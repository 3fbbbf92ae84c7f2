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
    ProcedureQueue next() {
        for (Iterator<ProcedureQueue> queues = ready.iterator(); queues.hasNext(); ) {
            ProcedureQueue queue = queues.next();
            if (!isRange(queue)) {
                queues.remove();
                return queue;
            }
            if (rangesInFlight < maxRanges) {
                rangesInFlight++;
                queues.remove();
                return queue;
            }
        }
        return null;
    }

    /** Whether another may have its turn now that had not before. */
    boolean done(ProcedureQueue queue) {
        if (!isRange(queue)) {
            return false;
        }
        rangesInFlight--;
        return !ready.isEmpty();
    }

    private static boolean isRange(ProcedureQueue queue) {
        return queue.procedure.work() == Procedure.Work.RANGE;
    }
}
