package io.wizd.event;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;

/** Counts the events of each kind. A start is counted too, though its metrics are registered in its course. */
final class EventCounts implements EventListener {
    private final Map<EventKind, LongAdder> counts;

    EventCounts() {
        Map<EventKind, LongAdder> zeros = new IdentityHashMap<>();
        EventKind.all().forEach(kind -> zeros.put(kind, new LongAdder()));
        this.counts = Collections.unmodifiableMap(zeros);
    }

    @Override
    public void heard(Event event) {
        Objects.requireNonNull(counts.get(EventKind.of(event))).increment();
    }

    void measure(MeterRegistry registry) {
        counts.forEach((kind, count) -> FunctionCounter.builder("wizd.events", count, LongAdder::sum)
                .description("What this process told whoever runs it; docs/operations.md lists the events")
                .tags("event", kind.name(), "level", kind.level().name().toLowerCase(Locale.ROOT))
                .register(registry));
    }
}
