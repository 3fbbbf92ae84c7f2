package io.wizd.event;

import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/** Writes each event to the log, at its level, as the logger {@code io.wizd.event.<name>}, with its values for machines. */
final class EventLog implements EventListener {
    private static final String PREFIX = "io.wizd.event.";

    @Override
    public void heard(Event event) {
        // As an argument: braces in the text stay what they are, and a level that is off makes no text.
        Logger log = LoggerFactory.getLogger(PREFIX + event.name());
        if (log.isEnabledForLevel(event.level())) {
            LoggingEventBuilder line = log.atLevel(event.level());
            for (Map.Entry<String, Object> value :
                    EventKind.of(event).valuesOf(event).entrySet()) {
                line = line.addKeyValue(value.getKey(), value.getValue());
            }
            line.setCause(event.thrown()).addArgument(event::text).log("{}");
        }
    }
}
