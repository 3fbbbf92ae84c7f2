package io.wizd.event;

import org.slf4j.event.Level;

/** About the databases: {@code main} and the partitions. */
public sealed interface NodeEvent extends Event {

    @Line(
            level = Level.WARN,
            text = "database {node} is away: {why}",
            remedy = "see why it does not answer; calls to it fail at once until it is back")
    record NodeAway(String node, String why) implements NodeEvent {}

    @Line(level = Level.INFO, text = "database {node} is back after {awayMs} ms")
    record NodeBack(String node, long awayMs) implements NodeEvent {}

    /** Once a minute, as long as it is so. */
    @Line(
            level = Level.WARN,
            text = "database {node} is reached but cannot be used: {why}",
            remedy = "mend what the line says; it is tried again every 10 s")
    record NodeUnusable(String node, String why) implements NodeEvent {}

    @Line(
            level = Level.ERROR,
            text = "the check whether database {node} answers has failed; the next one comes in a second",
            remedy = "a defect of wizd: report it with the stack trace")
    record NodeCheckFailed(String node, Throwable thrown) implements NodeEvent {}

    @Line(level = Level.INFO, text = "database {database}: SQL files installed: {files}")
    record SqlInstalled(String database, int files) implements NodeEvent {}
}
