package io.wizd.event;

import org.slf4j.event.Level;

/** About messages and HTTP requests whose failure is not the client's. */
public sealed interface RequestEvent extends Event {

    @Line(
            level = Level.WARN,
            text = "{message} from {origin}: {why}",
            remedy = "see what the database says: away, its disk full, or a request that a procedure refuses")
    record MessageFailedInDatabase(String message, Origin origin, String why) implements RequestEvent {}

    @Line(
            level = Level.ERROR,
            text = "{message} from {origin}: {fault}",
            remedy = "a defect of wizd or of its data: report it with the log")
    record MessageFailedInternally(String message, Origin origin, String fault) implements RequestEvent {}

    @Line(
            level = Level.ERROR,
            text = "{message} from {origin}: failed unexpectedly",
            remedy = "a defect of wizd or of a plugin: report it with the stack trace")
    record MessageFailed(String message, Origin origin, Throwable thrown) implements RequestEvent {}

    @Line(
            level = Level.ERROR,
            text = "{verb} {resource} from {origin}: failed unexpectedly",
            remedy = "a defect of wizd: report it with the stack trace")
    record HttpRequestFailed(String verb, String resource, Origin origin, Throwable thrown) implements RequestEvent {}

    @Line(
            level = Level.ERROR,
            text = "{type} from {origin}: the reply cannot be made as {form} for {route}",
            remedy = "a defect of wizd or of a plugin: report it with the stack trace")
    record HttpReplyNotMade(String type, Origin origin, String route, String form, Throwable thrown)
            implements RequestEvent {}

    @Line(
            level = Level.ERROR,
            text = "{verb} {path} from {origin}: the reply cannot be compressed, or its conditions not be judged",
            remedy = "a defect of wizd: report it with the stack trace")
    record HttpReplyNotSelected(String verb, String path, Origin origin, Throwable thrown) implements RequestEvent {}

    @Line(
            level = Level.ERROR,
            text = "the page {path} for {origin} cannot be made",
            remedy = "a defect of wizd: report it with the stack trace")
    record PageNotMade(String path, Origin origin, Throwable thrown) implements RequestEvent {}
}
