package io.wizd.event;

import org.slf4j.event.Level;

/** About the CALLs that carry requests to a database. */
public sealed interface CallEvent extends Event {

    @Line(
            level = Level.WARN,
            text = "a CALL on database {node} is ended: it took longer than anybody waits for it",
            remedy = "if it happens again, see what keeps that database busy: locks, its disk, one slow query")
    record CallEnded(String node) implements CallEvent {}

    @Line(
            level = Level.WARN,
            text = "{procedure} on database {node}: no answer to a CALL (requests: {requests}): {why}",
            remedy =
                    "if it happens again, look at the network and at the log of that database; what may be sent twice is sent"
                            + " again, other requests get `OUTCOME_UNKNOWN`")
    record CallConnectionLost(String procedure, String node, int requests, String why) implements CallEvent {}

    @Line(
            level = Level.WARN,
            text =
                    "{procedure} on database {node}: a CALL was refused (requests: {requests}) and is tried again by halves: {why}",
            remedy = "nothing; the request that is refused alone is told as `message_failed_in_database`")
    record CallRefused(String procedure, String node, int requests, String why) implements CallEvent {}

    @Line(
            level = Level.WARN,
            text =
                    "{procedure} on database {node}: the answer to a CALL is broken (requests: {requests}), so the connection is closed: {why}",
            remedy =
                    "if it happens again, see whether the procedures are those of this wizd, and what lies between it and the"
                            + " database")
    record CallAnswerBroken(String procedure, String node, int requests, String why) implements CallEvent {}

    @Line(
            level = Level.ERROR,
            text = "{procedure} on database {node}: a CALL failed unexpectedly (requests: {requests})",
            remedy = "a defect of wizd: report it with the stack trace")
    record CallFailed(String procedure, String node, int requests, Throwable thrown) implements CallEvent {}

    @Line(
            level = Level.ERROR,
            text = "the deadlines of waiting calls could not be checked this time",
            remedy = "a defect of wizd: report it with the stack trace")
    record DeadlinesUnchecked(Throwable thrown) implements CallEvent {}
}
