package io.wizd.server;

import io.wizd.budget.ProcessorBudgets;

/**
 * What requests may take together.
 *
 * @param processors the processor time of each kind of work that needs much of it
 */
public record BudgetConfig(ProcessorBudgets.Shares processors) {
    /** What the configuration has where nobody says otherwise. */
    public static final BudgetConfig DEFAULT = new BudgetConfig(ProcessorBudgets.Shares.DEFAULT);
}
