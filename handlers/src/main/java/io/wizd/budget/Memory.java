package io.wizd.budget;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.wizd.protocol.FrameDecoder;

/**
 * The bytes that requests hold, in two budgets, so that large ones cannot take what the small ones need. Any thread.
 *
 * @param messages small bodies of messages in flight, and room for their usual replies
 * @param large bodies and replies of more than {@link #SMALL_BYTES}, lists that are being sent, and what clients have not taken
 */
public record Memory(MemoryBudget messages, MemoryBudget large) {
    /** Up to here a body is small: it is counted with its message. */
    public static final int SMALL_BYTES = FrameDecoder.SMALL_FRAME_BYTES;

    /** The part of the heap for small messages: their records and futures take as much again and more. */
    private static final int MESSAGE_PART_OF_HEAP = 16;

    /** The part of the heap for large bodies and replies, so that all their copies take less than half of it or so. */
    private static final int LARGE_PART_OF_HEAP = 8;

    private static final int MOST_PART_OF_HEAP = 2;

    /** One body of the largest kind and its copy go in, unless the heap is tiny. */
    private static final long MIN_LARGE_BYTES = 32 << 20;

    /** Budgets of these sizes, in bytes, where nothing else makes them wait. */
    public static Memory of(long messageBytes, long largeBytes) {
        return of(messageBytes, largeBytes, ProcessorLoad.always(false));
    }

    /**
     * Budgets of these sizes, in bytes.
     *
     * @param load of the processors: what is large waits for those too
     */
    public static Memory of(long messageBytes, long largeBytes, ProcessorLoad load) {
        Pace pace = Pace.of(load);
        return new Memory(
                new MemoryBudget("messages in flight", "wizd.budget.messageMemory", messageBytes, pace),
                new MemoryBudget("large bodies and replies", "wizd.budget.largeMemory", largeBytes, pace));
    }

    /** For small messages, where nobody says how much. */
    public static long usualMessageBytes(long heapBytes) {
        return heapBytes / MESSAGE_PART_OF_HEAP;
    }

    /** For large bodies and replies, where nobody says how much. */
    public static long usualLargeBytes(long heapBytes) {
        long bytes = Math.max(MIN_LARGE_BYTES, heapBytes / LARGE_PART_OF_HEAP);
        return Math.min(bytes, mostBytes(heapBytes) - usualMessageBytes(heapBytes));
    }

    /** For both together: the rest of the heap is for their copies, and for what does not count. */
    public static long mostBytes(long heapBytes) {
        return heapBytes / MOST_PART_OF_HEAP;
    }

    /** What the requests of one client hold, from now on. */
    public ClientMemory forClient() {
        return new ClientMemory(this);
    }

    /** Shows both in the metrics. */
    public void measure(MeterRegistry registry) {
        measure("messages", messages, registry);
        measure("large", large, registry);
    }

    private static void measure(String name, MemoryBudget budget, MeterRegistry registry) {
        Gauge.builder("wizd.budget.memory.capacity", budget, MemoryBudget::capacityBytes)
                .description("Bytes that requests may hold")
                .baseUnit("bytes")
                .tag("budget", name)
                .register(registry);
        Gauge.builder("wizd.budget.memory.taken", budget, MemoryBudget::takenBytes)
                .description("Bytes that requests hold")
                .baseUnit("bytes")
                .tag("budget", name)
                .register(registry);
        Gauge.builder("wizd.budget.memory.waiting", budget, MemoryBudget::waiting)
                .description("Requests that wait for memory")
                .tag("budget", name)
                .register(registry);
        FunctionCounter.builder("wizd.budget.memory.refused", budget, MemoryBudget::refusedCount)
                .description("Requests that were refused for want of memory")
                .tag("budget", name)
                .register(registry);
    }
}
