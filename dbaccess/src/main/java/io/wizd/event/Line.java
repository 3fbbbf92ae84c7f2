package io.wizd.event;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.slf4j.event.Level;

/** How an event is told, and what to do then. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@interface Line {
    /** ERROR: somebody has to act. WARN: somebody should look. INFO: good to know. */
    Level level();

    /** One line; <code>{name}</code> stands for that component of the event. */
    String text();

    /** What whoever runs wizd does about it, for the table in docs/operations.md. */
    String remedy() default "nothing";
}
