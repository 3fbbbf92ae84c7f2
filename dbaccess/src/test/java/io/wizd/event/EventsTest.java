package io.wizd.event;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxy;
import ch.qos.logback.core.read.ListAppender;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.wizd.event.NodeEvent.NodeAway;
import io.wizd.event.NodeEvent.NodeCheckFailed;
import io.wizd.event.RequestEvent.MessageFailed;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** An event is told to the log, the metrics and whoever listens. */
class EventsTest {
    private static List<ILoggingEvent> logged(String event, Runnable work) {
        ListAppender<ILoggingEvent> appender = new ListAppender<>();
        Logger logger = (Logger) LoggerFactory.getLogger("io.wizd.event." + event);
        appender.start();
        logger.addAppender(appender);
        try {
            work.run();
        } finally {
            logger.detachAppender(appender);
        }
        return List.copyOf(appender.list);
    }

    private static List<Event> heard(Consumer<Event> also, Runnable work) {
        List<Event> heard = new ArrayList<>();
        Thread here = Thread.currentThread();
        EventListener listener = event -> {
            if (Thread.currentThread() == here) {
                heard.add(event);
                also.accept(event);
            }
        };
        try (Events.Subscription subscription = Events.subscribe(listener)) {
            work.run();
        }
        return heard;
    }

    /** Braces of a client are no place for a value. */
    @Test
    void theLogHasTheTextAtTheLevelUnderTheName() {
        assertThat(logged("node_away", () -> Events.tell(new NodeAway("p1", "gone {} {node}"))))
                .singleElement()
                .satisfies(line -> {
                    assertThat(line.getLevel()).isEqualTo(Level.WARN);
                    assertThat(line.getFormattedMessage()).isEqualTo("database p1 is away: gone {} {node}");
                    assertThat(line.getThrowableProxy()).isNull();
                });
    }

    @Test
    void theLogHasTheValuesForMachines() {
        RuntimeException thrown = new IllegalStateException("no");
        Origin origin = new Origin("127.0.0.1:4000", "order-4711");
        assertThat(logged("message_failed", () -> Events.tell(new MessageFailed("ping", origin, thrown))))
                .singleElement()
                .satisfies(line -> assertThat(line.getKeyValuePairs())
                        .extracting(pair -> pair.key + "=" + pair.value)
                        .containsExactly("message=ping", "client=127.0.0.1:4000", "requestId=order-4711"));
        assertThat(logged(
                        "message_failed",
                        () -> Events.tell(new MessageFailed("ping", new Origin("127.0.0.1:4000", null), thrown))))
                .singleElement()
                .satisfies(line -> assertThat(line.getKeyValuePairs()).hasSize(2));
    }

    @Test
    void theLogHasTheStackTrace() {
        RuntimeException thrown = new IllegalStateException("no");
        assertThat(logged("node_check_failed", () -> Events.tell(new NodeCheckFailed("p1", thrown))))
                .singleElement()
                .satisfies(line -> assertThat(((ThrowableProxy) line.getThrowableProxy()).getThrowable())
                        .isSameAs(thrown));
    }

    @Test
    void whoListensHearsItUntilTheSubscriptionEnds() {
        NodeAway event = new NodeAway("p1", "gone");
        assertThat(heard(heard -> {}, () -> Events.tell(event))).containsExactly(event);
        assertThat(heard(heard -> {}, () -> {})).isEmpty();
    }

    @Test
    void aListenerThatThrowsHurtsNeitherTheTellerNorTheOtherListeners() {
        NodeAway event = new NodeAway("p1", "gone");
        List<Event> others = new ArrayList<>();
        assertThat(heard(
                        heard -> {
                            throw new IllegalStateException("a listener of a test fails");
                        },
                        () -> others.addAll(heard(heard -> {}, () -> Events.tell(event)))))
                .containsExactly(event);
        assertThat(others).containsExactly(event);
    }

    /** So that an alert can be written before the first one comes. */
    @Test
    void theMetricsHaveEachEventFromTheStart() {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        Events.measure(registry);
        assertThat(registry.get("wizd.events").functionCounters())
                .hasSize(EventKind.all().size());
        FunctionCounter counter = registry.get("wizd.events")
                .tags("event", "node_away", "level", "warn")
                .functionCounter();
        double before = counter.count();
        Events.tell(new NodeAway("p1", "gone"));
        Events.tell(new NodeAway("p1", "gone"));
        assertThat(counter.count()).isGreaterThanOrEqualTo(before + 2);
    }
}
