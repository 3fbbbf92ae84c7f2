package io.wizd.budget;

import io.micrometer.core.instrument.MeterRegistry;

/**
 * What all requests to one server share. What happens when one is used up: docs/budgets.md.
 *
 * @param memory bytes that requests hold
 * @param connections that are open
 */
public record Budgets(Memory memory, ConnectionBudget connections) {
    /** Shows all in the metrics. */
    public void measure(MeterRegistry registry) {
        memory.measure(registry);
        connections.measure(registry);
    }
}
