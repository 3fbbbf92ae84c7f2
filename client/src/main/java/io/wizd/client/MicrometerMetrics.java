package io.wizd.client;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/** Counts in a registry of the caller's. Two clients with one registry share the meters, but for the gauges. */
final class MicrometerMetrics implements ClientMetrics {
    private final MeterRegistry registry;
    private final List<Meter> gauges = new ArrayList<>();

    MicrometerMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    @Override
    public void watch(IntSupplier inFlight, IntSupplier serversUp) {
        gauges.add(Gauge.builder("wizd.client.in.flight", inFlight::getAsInt)
                .description("Calls that wait for their replies")
                .register(registry));
        gauges.add(Gauge.builder("wizd.client.servers.up", serversUp::getAsInt)
                .description("Servers that get calls")
                .register(registry));
    }

    @Override
    public void called(String msgType, String outcome, long elapsedNanos) {
        registry.timer("wizd.client.calls", "type", msgType, "outcome", outcome)
                .record(elapsedNanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public void retried(String msgType, Reason reason) {
        registry.counter("wizd.client.retries", "type", msgType, "reason", tag(reason))
                .increment();
    }

    @Override
    public void reconnected(ServerAddress server) {
        registry.counter("wizd.client.reconnects", "server", server.toString()).increment();
    }

    @Override
    public void cached(CacheResult result) {
        registry.counter("wizd.client.cache", "result", tag(result)).increment();
    }

    @Override
    public void close() {
        gauges.forEach(registry::remove);
    }

    private static String tag(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
