package io.wizd.event;

import org.slf4j.event.Level;

/** About the connections of clients. {@code connection} has both addresses and a number. */
public sealed interface ConnectionEvent extends Event {

    @Line(
            level = Level.INFO,
            text = "{connection}: closed, because it took its replies too slowly while others waited for memory",
            remedy = "nothing; if clients complain, see [budgets.md](budgets.md)")
    record SlowClientClosed(String connection) implements ConnectionEvent {}

    @Line(level = Level.INFO, text = "{connection}: closed, because it took no byte of its replies for {idleMs} ms")
    record IdleClientClosed(String connection, long idleMs) implements ConnectionEvent {}

    @Line(
            level = Level.WARN,
            text = "{connection}: closed in the middle of the reply to {origin}: {fault}",
            remedy = "see what the fault says; the client notices that its list is not complete")
    record ReplyBrokenOff(String connection, Origin origin, String fault) implements ConnectionEvent {}

    @Line(
            level = Level.ERROR,
            text = "{connection}: closed, because of an unexpected failure",
            remedy = "a defect of wizd: report it with the stack trace")
    record ConnectionFailed(String connection, Throwable thrown) implements ConnectionEvent {}
}
