package io.wizd.server;

import io.wizd.budget.Budgets;
import io.wizd.budget.ConnectionBudget;
import io.wizd.budget.Memory;

/**
 * What all requests together may cost.
 *
 * @param messageBytes of small messages in flight
 * @param largeBytes of large bodies and replies
 * @param connections that may be open
 * @param connectionsByAddress of them from one address
 */
public record BudgetConfig(long messageBytes, long largeBytes, int connections, int connectionsByAddress) {

    /** What goes with the heap of this JVM and with the files that it may open. */
    public static BudgetConfig ofHeap() {
        int connections = ConnectionBudget.defaultMax();
        return new BudgetConfig(
                Memory.defaultMessageBytes(), Memory.defaultLargeBytes(), connections, Math.max(1, connections / 2));
    }

    /** The budgets of one server. */
    public Budgets budgets() {
        return new Budgets(
                Memory.of(messageBytes, largeBytes), new ConnectionBudget(connections, connectionsByAddress));
    }
}
