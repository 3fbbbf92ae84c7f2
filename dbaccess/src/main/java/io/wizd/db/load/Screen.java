package io.wizd.db.load;

import io.wizd.program.StandardOutput;
import java.io.Console;
import java.io.InputStream;
import java.io.PrintStream;
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
        return new Screen(
                System.in, System.out, System.err, StandardOutput.isErrorATerminal() ? Kind.TERMINAL : Kind.LINES);
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
}
