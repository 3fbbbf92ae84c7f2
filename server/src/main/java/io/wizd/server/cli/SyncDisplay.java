package io.wizd.server.cli;

import io.wizd.handlers.kv.sync.SyncProgress;
import java.util.Locale;

/** Shows on standard error how far sync is. One thread. */
final class SyncDisplay implements SyncProgress, AutoCloseable {
    private final ProgressLine line = ProgressLine.everywhere();

    @Override
    public void at(String node, Step step, long done) {
        if (done > 0) {
            line.show(() -> String.format(
                    Locale.ROOT, "sync: %s, %s, %,d %s", node, words(step), done, done == 1 ? "key" : "keys"));
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
        line.close();
    }
}
