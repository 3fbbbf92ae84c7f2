package io.wizd.server.cli;

import io.wizd.handlers.kv.sync.SyncProgress;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Shows on standard error how far sync is: on a terminal one line that is written over, else a line every few seconds.
 * What is done sooner shows nothing. One thread.
 */
final class SyncDisplay implements SyncProgress, AutoCloseable {
    private static final long TERMINAL_NANOS = 100_000_000L;
    private static final long LINES_NANOS = 2_000_000_000L;

    private static final String CLEAR_LINE = "\r\u001b[K";

    private final PrintStream err;
    private final boolean terminal;
    private long shownNanos = System.nanoTime();
    private boolean lineOpen;

    private SyncDisplay(PrintStream err, boolean terminal) {
        this.err = err;
        this.terminal = terminal;
    }

    static SyncDisplay ofSystem() {
        return new SyncDisplay(System.err, isTerminal());
    }

    /** Java only tells of standard input and output together. */
    private static boolean isTerminal() {
        try {
            String target = Files.readSymbolicLink(Path.of("/proc/self/fd/2")).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }

    @Override
    public void at(String node, Step step, long done) {
        long nowNanos = System.nanoTime();
        if (done == 0 || nowNanos - shownNanos < (terminal ? TERMINAL_NANOS : LINES_NANOS)) {
            return;
        }
        shownNanos = nowNanos;
        String line =
                String.format(Locale.ROOT, "sync: %s, %s, %,d %s", node, words(step), done, done == 1 ? "key" : "keys");
        if (terminal) {
            err.print(CLEAR_LINE + line);
            err.flush();
            lineOpen = true;
        } else {
            err.println(line);
        }
    }

    private static String words(Step step) {
        return switch (step) {
            case PENDING -> "what others lacked";
            case CHANGES -> "changes";
            case MOVE -> "moving";
            case PURGE -> "purging";
        };
    }

    /** Leaves a clean line. */
    @Override
    public void close() {
        if (lineOpen) {
            err.print(CLEAR_LINE);
            err.flush();
        }
    }
}
