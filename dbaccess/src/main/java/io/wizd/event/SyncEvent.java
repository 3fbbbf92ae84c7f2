package io.wizd.event;

import org.slf4j.event.Level;

/** About keys that move between partitions. */
public sealed interface SyncEvent extends Event {

    @Line(
            level = Level.INFO,
            text = "keys are still placed by {earlier} and belong by {present}: sync moves them",
            remedy = "nothing; `bin/wizd partitions` shows how far it is")
    record KeysMisplaced(String earlier, String present) implements SyncEvent {}

    @Line(level = Level.INFO, text = "all keys are placed by {present}")
    record KeysInPlace(String present) implements SyncEvent {}

    @Line(level = Level.INFO, text = "sync moved keys to where they belong: {keys}")
    record SyncMovedKeys(long keys) implements SyncEvent {}

    @Line(
            level = Level.WARN,
            text = "sync failed, and is tried again: {why}",
            remedy = "mend what the line says, mostly a database that is away")
    record SyncFailed(String why) implements SyncEvent {}

    @Line(
            level = Level.ERROR,
            text = "sync failed unexpectedly, and is tried again: {why}",
            remedy = "if it happens again, it is a defect of wizd: report it")
    record SyncFailedUnexpectedly(String why) implements SyncEvent {}

    @Line(
            level = Level.ERROR,
            text = "sync cannot run: {why}",
            remedy = "mend what the line says, mostly the list of partitions in the configuration")
    record SyncCannotRun(String why) implements SyncEvent {}
}
