package io.wizd.event;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one place where events are told and heard. It is one for the process, as the log is: servers in the same process (tests
 * have several) are heard together, and a listener tells them apart by the values of the event. Any thread.
 */
public final class Events {
    private static final Logger LOG = LoggerFactory.getLogger(Events.class);
    private static final EventCounts COUNTS = new EventCounts();
    private static final List<EventListener> LISTENERS = new CopyOnWriteArrayList<>(List.of(new EventLog(), COUNTS));

    private Events() {}

    /** Ends with its {@link #close}. */
    public interface Subscription extends AutoCloseable {
        /** The listener hears nothing that is told from now on. */
        @Override
        void close();
    }

    /** Tells it to all listeners, on this thread; costs what a line of the log costs, and throws nothing. */
    public static void tell(Event event) {
        for (EventListener listener : LISTENERS) {
            try {
                listener.heard(event);
            } catch (RuntimeException e) {
                LOG.error("a listener failed at {}", event.name(), e);
            }
        }
    }

    /** Has a listener hear all that is told from now on, after the log and the metrics. */
    public static Subscription subscribe(EventListener listener) {
        // So that a listener that subscribes twice ends the right one.
        EventListener own = listener::heard;
        LISTENERS.add(own);
        return () -> LISTENERS.remove(own);
    }

    /** Registers {@code wizd.events}: how often each event was told since the process began, 0 for those that were not. */
    public static void measure(MeterRegistry registry) {
        COUNTS.measure(registry);
    }
}
