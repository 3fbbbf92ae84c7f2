package io.wizd.server.http.page;

import com.sun.management.OperatingSystemMXBean;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

/** The processors and their time; two of Micrometer's meters under the names that Prometheus wants. Static, any thread. */
final class ProcessorMeters {
    private static final double NANOS = TimeUnit.SECONDS.toNanos(1);

    private ProcessorMeters() {}

    static void bindTo(MeterRegistry registry) {
        new ProcessorMetrics().bindTo(registry);
        replace("system.cpu.count", registry);
        Gauge.builder("system.cpus", Runtime.getRuntime(), Runtime::availableProcessors)
                .description("The processors that this process may use")
                .register(registry);
        if (ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system) {
            replace("process.cpu.time", registry);
            ToDoubleFunction<OperatingSystemMXBean> seconds = bean -> bean.getProcessCpuTime() / NANOS;
            FunctionCounter.builder("process.cpu", system, seconds)
                    .baseUnit("seconds")
                    .description("Processor time that this process has used")
                    .register(registry);
        }
    }

    private static void replace(String name, MeterRegistry registry) {
        Meter meter = registry.find(name).meter();
        if (meter != null) {
            registry.remove(meter);
        }
    }
}
