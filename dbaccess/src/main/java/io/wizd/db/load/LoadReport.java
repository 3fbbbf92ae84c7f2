package io.wizd.db.load;

import java.nio.file.Path;
import java.util.Locale;

/** What the user is told at the end. */
record LoadReport(LoadJob job, Session session, Path badFile) {

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
    LoadException stopped(LoadException cause, RowLoad load) {
        ResumePoint end = load.done();
        String rows = end.row() == 0
                ? "nothing was loaded"
                : "stopped after row " + Shown.count(end.row()) + ", "
                        + Shown.rows(end.counts().inserted() + end.counts().updated()) + " are in "
                        + job.table().name();
        String doubt = load.rowInDoubt() == 0
                ? ""
                : "; row " + Shown.count(end.row() + 1) + " to " + Shown.count(load.rowInDoubt())
                        + " were being committed, --resume finds out whether they are there";
        boolean canResume = end.row() > 0 || load.rowInDoubt() > 0;
        String next = canResume ? "; go on with: " + session.resumeCommand() : "";
        return new LoadException(cause.status(), cause.getMessage() + "; " + rows + doubt + next, cause);
    }
}
