package io.wizd.server.config;

import io.wizd.budget.ConnectionBudget;
import io.wizd.budget.Memory;
import io.wizd.budget.ProcessorBudgets;
import io.wizd.protocol.ByteSize;
import io.wizd.server.BudgetConfig;
import io.wizd.server.ProcessLimits;
import java.util.OptionalLong;

/** The keys below {@code wizd.budget}; 0 is what goes with the process. */
final class BudgetKeys {
    private static final String MESSAGE_MEMORY = "budget.messageMemory";
    private static final String LARGE_MEMORY = "budget.largeMemory";
    private static final long MIN_MESSAGE_BYTES = 64 << 10;
    private static final long MIN_LARGE_BYTES = 1 << 20;
    private static final int MAX_CONNECTIONS = 1_000_000;

    private final KeyReader keys;
    private final ProcessLimits process = ProcessLimits.ofThisProcess();

    BudgetKeys(KeyReader keys) {
        this.keys = keys;
    }

    /** @param heapBytes of the process that will serve, if it is this one */
    BudgetConfig read(OptionalLong heapBytes) {
        BudgetConfig usual = BudgetConfig.of(process);
        BudgetConfig budget = new BudgetConfig(
                memory(MESSAGE_MEMORY, MIN_MESSAGE_BYTES, usual.messageBytes()),
                memory(LARGE_MEMORY, MIN_LARGE_BYTES, usual.largeBytes()),
                orUsual(keys.integer("budget.connections", 0, MAX_CONNECTIONS), usual.connections()),
                keys.integer("budget.connectionsByAddress", 0, MAX_CONNECTIONS),
                new ProcessorBudgets.Shares(
                        keys.integer("budget.processors.passwords", 1, 100),
                        keys.integer("budget.processors.numbers", 1, 100),
                        keys.integer("budget.processors.rendering", 1, 100)));
        heapBytes.ifPresent(heap -> checkHeap(budget, heap));
        return budget.connectionsByAddress() > 0 ? budget : withUsualByAddress(budget);
    }

    private long memory(String key, long minBytes, long usualBytes) {
        long bytes = keys.bytes(key, 0, 1L << 50, ByteSize.shown(minBytes) + " to 1 PiB, or 0");
        if (bytes > 0 && bytes < minBytes) {
            keys.fault(
                    key,
                    "wizd." + key + " = " + ByteSize.shown(bytes) + ": must be 0 or at least "
                            + ByteSize.shown(minBytes));
        }
        return bytes == 0 ? usualBytes : bytes;
    }

    private static int orUsual(int connections, int usual) {
        return connections == 0 ? usual : connections;
    }

    private BudgetConfig withUsualByAddress(BudgetConfig budget) {
        int possible = Math.min(budget.connections(), ConnectionBudget.mostWith(process.files()));
        return new BudgetConfig(
                budget.messageBytes(),
                budget.largeBytes(),
                budget.connections(),
                Math.max(1, possible / 2),
                budget.processors());
    }

    private void checkHeap(BudgetConfig budget, long heapBytes) {
        long most = Memory.mostBytes(heapBytes);
        if (budget.messageBytes() + budget.largeBytes() > most) {
            boolean messagesAreMore = !keys.isDefault(MESSAGE_MEMORY)
                    && (keys.isDefault(LARGE_MEMORY) || budget.messageBytes() > budget.largeBytes());
            keys.fault(
                    messagesAreMore ? MESSAGE_MEMORY : LARGE_MEMORY,
                    "wizd." + MESSAGE_MEMORY + " = " + ByteSize.shown(budget.messageBytes()) + " and wizd."
                            + LARGE_MEMORY + " = " + ByteSize.shown(budget.largeBytes()) + ": together at most "
                            + (most >> 20) + " MiB, half of the heap (" + (heapBytes >> 20)
                            + " MiB); lower them, or take a larger heap, such as WIZD_JAVA_OPTS=-Xmx2g");
        }
    }
}
