package io.wizd.server.cli;

import io.wizd.program.StandardOutput;
import java.io.PrintStream;
import java.util.function.Supplier;

/**
 * Shows on standard error how far something is: on a terminal one line that is written over. One thread.
 */
final class ProgressLine implements AutoCloseable {
    private static final long TERMINAL_NANOS = 100_000_000L;
    private static final long LINES_NANOS = 2_000_000_000L;

    private static final String CLEAR_LINE = "\r\u001b[K";

    private final PrintStream err = System.err;
    private final boolean terminal = StandardOutput.isErrorATerminal();
    private final long everyNanos;
    private long shownNanos = System.nanoTime();
    private boolean lineOpen;

    private ProgressLine(long elsewhereNanos) {
        this.everyNanos = terminal ? TERMINAL_NANOS : elsewhereNanos;
    }

    /** Where standard error is no terminal, a line of its own every two seconds. */
    static ProgressLine everywhere() {
        return new ProgressLine(LINES_NANOS);
    }

    /** Nothing where standard error is no terminal. */
    static ProgressLine onTerminal() {
        return new ProgressLine(Long.MAX_VALUE);
    }

    /** Shows the line, unless the last one was shown just now: of many, the next comes soon. */
    void show(Supplier<String> line) {
        if (System.nanoTime() - shownNanos >= everyNanos) {
            print(line.get());
        }
    }

    /** Shows the line where standard error is a terminal, whenever the last one was shown: it may stay for long. */
    void showAtOnce(String line) {
        if (terminal) {
            print(line);
        }
    }

    private void print(String line) {
        shownNanos = System.nanoTime();
        if (terminal) {
            err.print(CLEAR_LINE + line);
            err.flush();
            lineOpen = true;
        } else {
            err.println(line);
        }
    }

    /** Takes the line away, for what is printed next. */
    void clear() {
        if (lineOpen) {
            err.print(CLEAR_LINE);
            err.flush();
            lineOpen = false;
        }
    }

    @Override
    public void close() {
        clear();
    }
}
