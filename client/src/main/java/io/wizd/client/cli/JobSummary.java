package io.wizd.client.cli;

import java.io.PrintWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A job for people. */
final class JobSummary {
    private static final int SHOWN_REJECTS = 10;

    private final PrintWriter out;

    JobSummary(PrintWriter out) {
        this.out = out;
    }

    /** What it is, what it did; {@code rejectsFile} has the rejected rows where it is not null. */
    void print(JobStatus job, @Nullable OutputFile rejectsFile) {
        out.println(headline(job));
        String error = job.error();
        if (error != null) {
            out.println("  " + Texts.printable(error));
        }
        printCount("inserted", job.inserted(), "");
        printCount("updated", job.updated(), "");
        printCount("skipped", job.skipped(), "");
        printCount("rejected", job.rejected(), "");
        if (job.repeated() > 0) {
            printCount("repeated", job.repeated(), "  counted above too: a later row has the same key, and wins");
        }
        printColumns("columns left out, which no member has: ", job.unknownColumns());
        printColumns("columns left out, which the server makes: ", job.ignoredColumns());
        if (job.rejected() > 0) {
            printRejects(job, rejectsFile);
        }
        out.flush();
    }

    private static String headline(JobStatus job) {
        String file = job.file().isEmpty() ? "" : " " + Texts.printable(job.file()) + ",";
        return "job %d %s:%s %s in %s%s"
                .formatted(
                        job.number(),
                        Texts.printable(job.state()),
                        file,
                        Texts.count(job.rows(), "row"),
                        Texts.duration(job.elapsedMs()),
                        job.dryRun() ? "; a dry run, nothing was written" : "");
    }

    private void printCount(String what, long count, String remark) {
        out.println("  %-9s%13s%s".formatted(what, Texts.count(count), remark));
    }

    private void printColumns(String what, List<String> columns) {
        if (!columns.isEmpty()) {
            out.println(what
                    + String.join(", ", columns.stream().map(Texts::printable).toList()));
        }
    }

    private void printRejects(JobStatus job, @Nullable OutputFile rejectsFile) {
        List<JobStatus.Reject> shown =
                job.rejects().stream().limit(SHOWN_REJECTS).toList();
        if (!shown.isEmpty()) {
            out.println(shown.size() == job.rejected() ? "rejected:" : "the first rejected rows:");
        }
        for (JobStatus.Reject reject : shown) {
            out.println("  line " + reject.line() + place(reject) + ": " + printable(reject.reason()));
        }
        out.println(job.isInButForItsRejects() ? correctThem(job, rejectsFile) : correctTheFile(job, rejectsFile));
    }

    private static String correctThem(JobStatus job, @Nullable OutputFile rejectsFile) {
        if (rejectsFile != null && rejectsFile.isStandardOutput()) {
            return "all rejected rows are on standard output, to correct and import";
        }
        return rejectsFile == null
                ? "all rejected rows, to correct and import: bin/wiz jobs " + job.number() + " --rejects FILE"
                : "all rejected rows are " + rejectsFile.place() + ": correct them there, and import it";
    }

    /** The other rows are not in either, or not all. */
    private static String correctTheFile(JobStatus job, @Nullable OutputFile rejectsFile) {
        String file = job.file().isEmpty() ? "the file" : Texts.printable(job.file());
        String what = job.nothingIsIn() ? "nothing was imported: " : "not all was imported: ";
        return rejectsFile == null
                ? what + "correct " + file + ", and import it again; its bad lines: bin/wiz jobs " + job.number()
                        + " --rejects FILE"
                : what + "correct " + file + ", whose bad lines are " + rejectsFile.place() + ", and import it again";
    }

    private static String place(JobStatus.Reject reject) {
        String column = printable(reject.column());
        String value = printable(reject.value());
        return (column.isEmpty() ? "" : ", " + column) + (value.isEmpty() ? "" : " \"" + value + "\"");
    }

    private static String printable(@Nullable String text) {
        return text == null ? "" : Texts.printable(text);
    }
}
