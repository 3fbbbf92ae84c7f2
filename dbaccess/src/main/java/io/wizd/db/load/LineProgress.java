package io.wizd.db.load;

import java.io.PrintStream;
import java.util.Locale;

/** A line every two seconds, for logs and pipes; nothing at all for what is done sooner. */
final class LineProgress implements LoadProgress {

    private static final long INTERVAL_NANOS = 2_000_000_000L;

    private final PrintStream err;
    private final String what;
    private final long total;
    private final String unit;
    private final long startNanos = System.nanoTime();
    private long first = -1;
    private long shownNanos = startNanos;

    LineProgress(PrintStream err, String what, long total, String unit) {
        this.err = err;
        this.what = what;
        this.total = total;
        this.unit = unit;
    }

    @Override
    public void at(long done) {
        // A resumed load begins in the middle: what was done before says nothing about the rate.
        first = first < 0 ? done : first;
        long nowNanos = System.nanoTime();
        if (nowNanos - shownNanos >= INTERVAL_NANOS) {
            shownNanos = nowNanos;
            err.println(line(done, (nowNanos - startNanos) / 1e9));
        }
    }

    private String line(long done, double elapsedSeconds) {
        double rate = (done - first) / elapsedSeconds;
        String left = rate > 0 ? String.format(Locale.ROOT, ", %.0f s left", (total - done) / rate) : "";
        return String.format(Locale.ROOT, "%s: %,d of %,d %s (%,.0f/s%s)", what, done, total, unit, rate, left);
    }

    @Override
    public void close() {}
}
