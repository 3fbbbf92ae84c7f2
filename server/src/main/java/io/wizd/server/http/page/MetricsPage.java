package io.wizd.server.http.page;

import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.wizd.handlers.spec.Access;
import io.wizd.server.http.route.ServerPage;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** {@code /metrics}: all meters as Prometheus reads them, those of the JVM included. Closed with the server. */
public final class MetricsPage implements ServerPage, AutoCloseable {
    private final PrometheusMeterRegistry registry;
    private final Access access;
    private final JvmGcMetrics garbageCollection = new JvmGcMetrics();

    /** What was made last, and when that began. Guarded by this. */
    private byte @Nullable [] text;

    private long madeFromNanos;

    /**
     * Adds the meters of the JVM to the registry.
     *
     * @param access who may see it
     */
    public MetricsPage(PrometheusMeterRegistry registry, Access access) {
        this.registry = registry;
        this.access = access;
        new ClassLoaderMetrics().bindTo(registry);
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        ProcessorMeters.bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        garbageCollection.bindTo(registry);
    }

    @Override
    public String path() {
        return "/metrics";
    }

    @Override
    public String summary() {
        return "Show all metrics, as Prometheus reads them";
    }

    @Override
    public String mediaType() {
        return "text/plain";
    }

    @Override
    public Access access() {
        return access;
    }

    /** Of those who ask while it is made for another one, all get the next one. */
    @Override
    public Content content() {
        long askedNanos = System.nanoTime();
        synchronized (this) {
            if (text == null || madeFromNanos - askedNanos < 0) {
                madeFromNanos = System.nanoTime();
                text = registry.scrape().getBytes(StandardCharsets.UTF_8);
            }
            return new Content(200, "text/plain; version=0.0.4; charset=utf-8", text);
        }
    }

    /** Takes its listeners out of the JVM. */
    @Override
    public void close() {
        garbageCollection.close();
    }
}
