package io.wizd.db.testing;

import io.wizd.event.Event;
import io.wizd.event.Events;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/**
 * The events of a kind that are told while it is open. Tests that run at the same time are heard too: a test looks for the
 * values that are its own.
 */
public final class Heard<E extends Event> implements AutoCloseable {
    private final List<E> events = new CopyOnWriteArrayList<>();
    private final Events.Subscription subscription;

    private Heard(Class<E> kind, Predicate<E> own) {
        this.subscription = Events.subscribe(event -> {
            if (kind.isInstance(event) && own.test(kind.cast(event))) {
                events.add(kind.cast(event));
            }
        });
    }

    /** Hears all of a kind from now on. */
    public static <E extends Event> Heard<E> of(Class<E> kind) {
        return new Heard<>(kind, event -> true);
    }

    /** Hears those of a kind that are the test's own. */
    public static <E extends Event> Heard<E> of(Class<E> kind, Predicate<E> own) {
        return new Heard<>(kind, own);
    }

    /** What was told so far. */
    public List<E> events() {
        return List.copyOf(events);
    }

    /** The lines of what was told so far. */
    public List<String> texts() {
        return events.stream().map(Event::text).toList();
    }

    @Override
    public void close() {
        subscription.close();
    }
}
