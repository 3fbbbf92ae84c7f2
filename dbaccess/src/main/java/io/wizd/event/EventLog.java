package io.wizd.event;

import org.slf4j.LoggerFactory;

/** Writes each event to the log, at its level, as the logger {@code io.wizd.event.<name>}. */
final class EventLog implements EventListener {
    @Override
    public void heard(Event event) {
        // As an argument: braces in the text stay what they are, and a level that is off makes no text.
        LoggerFactory.getLogger("io.wizd.event." + event.name())
                .atLevel(event.level())
                .setCause(event.thrown())
                .addArgument(event::text)
                .log("{}");
    }
}
