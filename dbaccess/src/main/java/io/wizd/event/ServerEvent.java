package io.wizd.event;

import java.nio.file.Path;
import org.slf4j.event.Level;

/** About the server as a whole: its start, its end, its data directory. */
public sealed interface ServerEvent extends Event {

    @Line(level = Level.INFO, text = "plugin {plugin} is loaded")
    record PluginLoaded(String plugin) implements ServerEvent {}

    @Line(
            level = Level.WARN,
            text = "every user of this machine can read {file}, which holds passwords",
            remedy = "`chmod o-r` that file")
    record PasswordsExposed(Path file) implements ServerEvent {}

    @Line(
            level = Level.WARN,
            text = "{fault}",
            remedy = "correct the value in the file: without what overrides it, wizd does not start")
    record OverriddenValueWrong(String fault) implements ServerEvent {}

    @Line(
            level = Level.INFO,
            text =
                    "another wizd made the account admin at the same time; its password is in the data directory of that one",
            remedy = "read `admin-password` there")
    record AdminMadeElsewhere() implements ServerEvent {}

    /** In the background; in the foreground the command prints it. */
    @Line(level = Level.INFO, text = "ready on {url} (data: {data})")
    record ServerReady(String url, Path data) implements ServerEvent {}

    @Line(level = Level.INFO, text = "stopping")
    record ServerStopping() implements ServerEvent {}

    @Line(
            level = Level.WARN,
            text = "messages not answered within {stopTimeoutMs} ms: {messages}",
            remedy = "if this is usual, raise `wizd.stopTimeout`")
    record MessagesUnanswered(int messages, long stopTimeoutMs) implements ServerEvent {}

    /** Of a stop, which does not wait for the ends of lists. */
    @Line(
            level = Level.WARN,
            text = "lists broken off by the stop: {lists}; the longest had been sent for {longestMs} ms",
            remedy = "nothing; the clients notice that their lists are not complete, and ask again")
    record ListsBrokenOff(int lists, long longestMs) implements ServerEvent {}

    @Line(level = Level.INFO, text = "stopped")
    record ServerStopped() implements ServerEvent {}

    /** In the background; in the foreground the command prints it. */
    @Line(level = Level.ERROR, text = "wizd ends: {why}", remedy = "mend what the line says, and start it again")
    record ServerFailed(String why) implements ServerEvent {}

    @Line(
            level = Level.ERROR,
            text = "{program} ends, because of a defect of wizd",
            remedy = "report it with the stack trace")
    record ProgramFailed(String program, Throwable thrown) implements ServerEvent {}

    @Line(
            level = Level.WARN,
            text = "cannot tidy the data directory {folder}: {why}",
            remedy = "see whether its disk works, and whether it belongs to the user of wizd")
    record DataFolderNotTidied(Path folder, String why) implements ServerEvent {}

    @Line(
            level = Level.WARN,
            text = "cannot release the lock of the data directory {folder}: {why}",
            remedy = "nothing, if the process has ended: the lock ends with it")
    record DataFolderNotReleased(Path folder, String why) implements ServerEvent {}
}
