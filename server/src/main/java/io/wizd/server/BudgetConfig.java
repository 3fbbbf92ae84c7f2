package io.wizd.server;

import io.micrometer.core.instrument.MeterRegistry;
import io.wizd.budget.Budgets;
import io.wizd.budget.ConnectionBudget;
import io.wizd.budget.Memory;
import io.wizd.budget.ProcessorBudgets;
import io.wizd.budget.ProcessorLoad;
import io.wizd.event.BudgetEvent.ConnectionsLowered;
import io.wizd.event.Events;

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

    /** What goes with this process. */
    public static BudgetConfig usual() {
        return of(ProcessLimits.ofThisProcess());
    }

    /** What goes with a process. */
    public static BudgetConfig of(ProcessLimits process) {
        int connections = ConnectionBudget.usual(process.heapBytes(), process.files());
        return new BudgetConfig(
                Memory.usualMessageBytes(process.heapBytes()),
                Memory.usualLargeBytes(process.heapBytes()),
                connections,
                Math.max(1, connections / 2),
                ProcessorBudgets.Shares.DEFAULT);
    }

    /** The same with no more connections than the process can open; the log says so where they are fewer. */
    BudgetConfig within(ProcessLimits process) {
        int possible = ConnectionBudget.mostWith(process.files());
        if (connections <= possible) {
            return this;
        }
        Events.tell(new ConnectionsLowered(connections, possible, process.files()));
        return new BudgetConfig(
                messageBytes, largeBytes, possible, Math.min(connectionsByAddress, possible), processors);
    }

    /** The budgets of one server, which closes them. */
    Budgets budgets(MeterRegistry registry) {
        ProcessorLoad load = ProcessorLoad.ofThisMachine();
        Budgets budgets = new Budgets(
                Memory.of(messageBytes, largeBytes, load),
                new ConnectionBudget(connections, connectionsByAddress),
                ProcessorBudgets.of(processors, registry),
                load);
        budgets.measure(registry);
        return budgets;
    }
}
