package io.wizd.db;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** What is measured of the calls of one node: rows and time of each CALL, and its failures. Any thread. */
final class DatabaseMetrics {
    private final MeterRegistry registry;
    private final String node;
    private final Map<String, Meters> byProcedure = new ConcurrentHashMap<>();

    DatabaseMetrics(MeterRegistry registry, String node) {
        this.registry = registry;
        this.node = node;
    }

    void watchQueue(String procedure, Supplier<Number> waiting) {
        Gauge.builder("wizd.db.queue", waiting)
                .description("Requests that are not yet on their way to the database")
                .tags("node", node, "procedure", procedure)
                .register(registry);
    }

    void called(String procedure, int rows, long nanos) {
        Meters meters = byProcedure.computeIfAbsent(procedure, this::register);
        meters.rows.record(rows);
        meters.time.record(nanos, TimeUnit.NANOSECONDS);
    }

    void failed(String procedure, SqlFailure failure) {
        Counter.builder("wizd.db.failures")
                .description("CALLs that failed as a whole, by what it meant")
                .tags("node", node, "procedure", procedure, "failure", failure.name())
                .register(registry)
                .increment();
    }

    private Meters register(String procedure) {
        return new Meters(
                DistributionSummary.builder("wizd.db.batch.rows")
                        .description("Requests carried by one CALL")
                        .tags("node", node, "procedure", procedure)
                        .register(registry),
                Timer.builder("wizd.db.call")
                        .description("One CALL, from before the connection is taken until all rows are there")
                        .tags("node", node, "procedure", procedure)
                        .register(registry));
    }

    private record Meters(DistributionSummary rows, Timer time) {}
}
