package io.wizd.server;

import io.micrometer.core.instrument.MeterRegistry;
import io.wizd.budget.Budgets;
import io.wizd.budget.ConnectionBudget;
import io.wizd.budget.Memory;
import io.wizd.budget.ProcessorBudgets;

/**
 * What all requests together may cost.
 *
 * @param messageBytes of small messages in flight
 * @param largeBytes of large bodies and replies
 * @param connections that may be open
 * @param connectionsByAddress of them from one address
 * @param processors the processor time of each kind of work that needs much of it
 */
public record BudgetConfig(
        long messageBytes,
        long largeBytes,
        int connections,
        int connectionsByAddress,
        ProcessorBudgets.Shares processors) {

    /** What goes with the heap of this JVM and with the files that it may open. */
    public static BudgetConfig ofHeap() {
        int connections = ConnectionBudget.defaultMax();
        return new BudgetConfig(
                Memory.defaultMessageBytes(),
                Memory.defaultLargeBytes(),
                connections,
                Math.max(1, connections / 2),
                ProcessorBudgets.Shares.DEFAULT);
    }

    /** The budgets of one server, which closes them. */
    Budgets budgets(MeterRegistry registry) {
        Budgets budgets = new Budgets(
                Memory.of(messageBytes, largeBytes),
                new ConnectionBudget(connections, connectionsByAddress),
                ProcessorBudgets.of(processors, registry));
        budgets.measure(registry);
        return budgets;
    }
}
