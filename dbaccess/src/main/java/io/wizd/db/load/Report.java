package io.wizd.db.load;

import java.nio.file.Path;
import java.util.Locale;

/** What the user is told at the end. */
record Report(LoadJob job, Session session, Path badFile) {

    /** The first of the faults, a line each, on standard error. */
    void faults(FaultLog faults) {
        faults.lines(job.input().name()).forEach(session.screen().err()::println);
    }

    /** The last line of a load that came to its end. */
    void done(ResumePoint start, ResumePoint end, double elapsedSeconds) {
        Counts counts = end.counts();
        long loaded = counts.inserted() + counts.updated();
        long before = start.counts().inserted() + start.counts().updated();
        session.screen()
                .out()
                .println(String.format(
                        Locale.ROOT,
                        "loaded %s into %s in %.1f s (%,.0f rows/s), skipped %,d, updated %,d, bad %,d%s%s",
                        Shown.rows(loaded),
                        job.table().name(),
                        elapsedSeconds,
                        (loaded - before) / Math.max(elapsedSeconds, 0.001),
                        counts.skipped(),
                        counts.updated(),
                        counts.bad(),
                        counts.bad() > 0 ? " (in " + badFile + ")" : "",
                        before > 0 ? "; " + Shown.count(before) + " of them were loaded before" : ""));
    }

    /** Where a load stopped, why, and how it goes on. */
    LoadException stopped(ExitStatus status, String why, ResumePoint end, Exception cause) {
        String rows = end.row() == 0
                ? "stopped before the first row was committed"
                : "stopped after row " + Shown.count(end.row()) + ", "
                        + Shown.rows(end.counts().inserted() + end.counts().updated()) + " are in "
                        + job.table().name();
        String next = end.row() == 0 ? "" : "; go on with: " + session.resumeCommand();
        return new LoadException(status, why + "; " + rows + next, cause);
    }
}
