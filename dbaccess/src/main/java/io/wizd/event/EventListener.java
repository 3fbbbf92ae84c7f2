package io.wizd.event;

/** Hears of events. */
@FunctionalInterface
public interface EventListener {
    /** Called on the thread that tells, which may be an event loop or hold a lock: it does not wait, and tells nothing. */
    void heard(Event event);
}
