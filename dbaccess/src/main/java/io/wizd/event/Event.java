package io.wizd.event;

import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;

/** Something that whoever runs wizd should hear of: a record with its values, whose {@link Line} says how it is told. */
public sealed interface Event
        permits ServerEvent,
                MariadbEvent,
                NodeEvent,
                CallEvent,
                SyncEvent,
                BudgetEvent,
                ConnectionEvent,
                RequestEvent,
                UploadEvent,
                JobEvent,
                FibEvent,
                AccountEvent {

    /** Its name, as in the metrics and the log: {@code node_away}. */
    default String name() {
        return EventKind.of(this).name();
    }

    /** How urgent it is. */
    default Level level() {
        return EventKind.of(this).level();
    }

    /** The line that is read. It may hold what a client sent, as it came: whoever shows it escapes it, as the log does. */
    default String text() {
        return EventKind.of(this).textOf(this);
    }

    /** What the log shows the stack trace of; null for none. */
    default @Nullable Throwable thrown() {
        return null;
    }
}
