package io.wizd.budget;

import io.micrometer.core.instrument.MeterRegistry;

/**
 * What all requests to one server share. What happens when one is used up: docs/budgets.md.
 *
 * @param memory bytes that requests hold
 * @param connections that are open
 * @param processors processor time of work that needs much of it
 * @param load of the machine, which decides how the rest of its time is shared
 */
public record Budgets(Memory memory, ConnectionBudget connections, ProcessorBudgets processors, ProcessorLoad load)
        implements AutoCloseable {
    /** Shows memory and connections in the metrics; the budgets of processor time are there already. */
    public void measure(MeterRegistry registry) {
        memory.measure(registry);
        connections.measure(registry);
    }

    /** Ends the threads. */
    @Override
    public void close() {
        processors.close();
    }
}
