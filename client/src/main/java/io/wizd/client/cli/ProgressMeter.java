package io.wizd.client.cli;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Shows how far an import is: one line drawn again and again on a terminal, else a line now and then. Any thread. */
final class ProgressMeter {
    /** Where it is shown. */
    enum Style {
        TERMINAL(TimeUnit.MILLISECONDS.toNanos(100)),
        LINES(TimeUnit.SECONDS.toNanos(5));

        private final long intervalNanos;

        Style(long intervalNanos) {
            this.intervalNanos = intervalNanos;
        }

        /** A terminal where a person sits at one. */
        static Style here() {
            return System.console() != null && System.console().isTerminal() ? TERMINAL : LINES;
        }
    }

    private static final int BAR_CHARS = 24;

    private final PrintWriter err;
    private final Style style;
    private final LongSupplier nanoTime;
    private final long begunNanos;
    private long lastNanos;
    private boolean isDrawn;

    ProgressMeter(PrintWriter err, Style style, LongSupplier nanoTime) {
        this.err = err;
        this.style = style;
        this.nanoTime = nanoTime;
        this.begunNanos = nanoTime.getAsLong();
        // A terminal shows the first line at once; a log needs none of what is soon over.
        this.lastNanos = style == Style.TERMINAL ? begunNanos - style.intervalNanos : begunNanos;
    }

    /** The file is on its way; a total of -1 is not known. */
    synchronized void uploading(long bytes, long totalBytes) {
        if (!isDue()) {
            return;
        }
        long elapsedMs = Math.max(1, TimeUnit.NANOSECONDS.toMillis(lastNanos - begunNanos));
        String rate = Texts.bytes(bytes * 1_000 / elapsedMs) + "/s";
        String size = totalBytes < 0 ? Texts.bytes(bytes) : Texts.bytes(bytes) + " of " + Texts.bytes(totalBytes);
        show("upload  " + bar(bytes, totalBytes) + size + ", " + rate);
    }

    /** The server is at it. */
    synchronized void running(JobStatus job) {
        if (!isDue()) {
            return;
        }
        if (job.state().equals("queued")) {
            show("job " + job.number() + " is queued");
            return;
        }
        Long timeLeftMs = job.timeLeftMs();
        show((job.isChecking() ? "check   " : "import  ") + bar(job.bytes(), job.bytesTotal())
                + Texts.count(job.rows(), "row") + ", "
                + Texts.count(job.rowsPerSecond()) + "/s"
                + (timeLeftMs == null ? "" : ", " + Texts.duration(timeLeftMs) + " left"));
    }

    /** A line of its own that stays. */
    synchronized void note(String line) {
        clear();
        err.println(line);
        err.flush();
    }

    /** Leaves the terminal as if nothing had been drawn. */
    synchronized void clear() {
        if (isDrawn) {
            err.print("\r\033[K");
            err.flush();
            isDrawn = false;
        }
    }

    private boolean isDue() {
        long now = nanoTime.getAsLong();
        if (now - lastNanos < style.intervalNanos) {
            return false;
        }
        lastNanos = now;
        return true;
    }

    private void show(String line) {
        if (style == Style.TERMINAL) {
            err.print("\r" + line + "\033[K");
            isDrawn = true;
        } else {
            err.println(line);
        }
        err.flush();
    }

    private String bar(long done, long total) {
        if (total <= 0) {
            return "";
        }
        double part = Math.clamp((double) done / total, 0, 1);
        String percent = String.format(Locale.ROOT, "%3d%%  ", (int) (part * 100));
        if (style == Style.LINES) {
            return percent;
        }
        int full = (int) (part * BAR_CHARS);
        return "[" + "#".repeat(full) + "-".repeat(BAR_CHARS - full) + "] " + percent;
    }
}
