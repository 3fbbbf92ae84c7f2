package io.wizd.db.load;

import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Where the user types and looks: results on standard output, everything else on standard error. */
record Screen(InputStream in, PrintStream out, PrintStream err, Kind kind) {

    /** Whether standard error can draw a progress bar. */
    enum Kind {
        TERMINAL,
        /** A file, a pipe, a log: lines only. */
        LINES
    }

    static Screen ofSystem() {
        return new Screen(System.in, System.out, System.err, isTerminal() ? Kind.TERMINAL : Kind.LINES);
    }

    /** Reads one line from the terminal; empty if there is nobody to ask. */
    Optional<String> ask(String question) {
        return console().map(console -> console.readLine("%s", question));
    }

    /** Reads a line that is not shown; empty if there is nobody to ask. */
    static Optional<String> askSecret(String question) {
        return console().map(console -> console.readPassword("%s", question)).map(String::new);
    }

    private static Optional<Console> console() {
        return Optional.ofNullable(System.console()).filter(Console::isTerminal);
    }

    /** Java only tells of standard input and output together; the progress goes to standard error. */
    private static boolean isTerminal() {
        try {
            String target = Files.readSymbolicLink(Path.of("/proc/self/fd/2")).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }
}
