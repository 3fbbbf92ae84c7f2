package io.wizd.handlers.spec;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAccumulator;

/** What happened to the messages of one type. Any thread. */
public final class MessageStats {
    /** Fixed bounds cost a search among ten numbers, and can be added up over servers. */
    private static final Duration[] LATENCY_BOUNDS = {
        Duration.ofNanos(100_000),
        Duration.ofNanos(500_000),
        Duration.ofMillis(1),
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofSeconds(10)
    };

    private final Timer calls;

    /** That of the timer is of the last minutes, and would be 0 beside the mean of what was before. */
    private final LongAccumulator maxNanos = new LongAccumulator(Math::max, 0);

    private final Counter rejected;
    private final Counter failed;

    MessageStats(String type, MeterRegistry registry) {
        this.calls = Timer.builder("wizd.messages")
                .description("Messages carried out, from their last byte in to the reply handed to the connection")
                .tag("type", type)
                .serviceLevelObjectives(LATENCY_BOUNDS)
                .register(registry);
        this.rejected = Counter.builder("wizd.messages.rejected")
                .description("Messages answered with an error of the client (4xx)")
                .tag("type", type)
                .register(registry);
        this.failed = Counter.builder("wizd.messages.failed")
                .description("Messages answered with an error of the server (5xx)")
                .tag("type", type)
                .register(registry);
    }

    /** One message was answered. */
    public void answered(int errorStatus, long nanos) {
        calls.record(nanos, TimeUnit.NANOSECONDS);
        maxNanos.accumulate(nanos);
        if (errorStatus >= 500) {
            failed.increment();
        } else if (errorStatus >= 400) {
            rejected.increment();
        }
    }

    /** Messages answered, with success or an error. */
    public long calls() {
        return calls.count();
    }

    /** Messages answered with 4xx. */
    public long rejected() {
        return (long) rejected.count();
    }

    /** Messages answered with 5xx. */
    public long failed() {
        return (long) failed.count();
    }

    /** Mean time to the reply, in microseconds. */
    public double meanMicros() {
        return calls.mean(TimeUnit.MICROSECONDS);
    }

    /** The longest time to a reply, in microseconds. */
    public double maxMicros() {
        return maxNanos.get() / 1_000.0;
    }
}
