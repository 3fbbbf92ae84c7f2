package io.wizd.client.cli;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** {@code wiz jobs}: imports that run or ran. */
@Command(
        name = "jobs",
        description = "Lists the newest imports, or shows one, cancels it or fetches the rows that it rejected. Unless"
                + " --user or bin/wiz login names another account it asks as admin.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  bin/wiz jobs",
            "  bin/wiz jobs 7",
            "  bin/wiz jobs 7 --cancel",
            "  bin/wiz jobs 7 --rejects rejects.csv"
        })
final class JobsCommand extends WizCommand {
    private static final String ROW = "%7s  %-9s  %-16s  %10s  %13s  %13s  %13s  %13s  %13s  %s";

    @Parameters(paramLabel = "ID", arity = "0..1", description = "The number of one")
    private @Nullable Long number;

    @Option(names = "--cancel", description = "End it; rows that are in stay in")
    private boolean cancel;

    @Option(
            names = "--rejects",
            paramLabel = "FILE",
            description = "Gets the rejected rows as CSV; - is standard output")
    private @Nullable Path rejects;

    @Option(names = "--force", description = "Write --rejects over a file that exists")
    private boolean force;

    @Override
    public Integer call() throws InterruptedException {
        Long one = number;
        if (one == null && (cancel || rejects != null)) {
            throw new ParameterException(spec().commandLine(), "--cancel and --rejects go with the ID of a job");
        }
        OutputFile rejectsFile = rejects == null ? null : new OutputFile(rejects);
        if (rejectsFile != null) {
            rejectsFile.checkForRejects(force);
        }
        try (RestClient rest = new RestClient(options(), options().authorization())) {
            Jobs jobs = new Jobs(rest);
            if (one == null) {
                printAll(jobs.list());
            } else {
                printOne(jobs, one, rejectsFile);
            }
            return Exit.OK;
        }
    }

    private void printOne(Jobs jobs, long one, @Nullable OutputFile rejectsFile) throws InterruptedException {
        boolean isTooLate = cancel && jobs.get(one).hasEnded();
        if (cancel && !isTooLate) {
            jobs.cancel(one);
        }
        JobStatus job = jobs.get(one);
        if (rejectsFile != null) {
            jobs.saveRejects(one, rejectsFile);
        }
        boolean outIsTaken = rejectsFile != null && rejectsFile.isStandardOutput();
        new JobSummary(outIsTaken ? err() : out()).print(job, rejectsFile);
        if (!outIsTaken && !Texts.time(job.begun()).isEmpty()) {
            out().println("begun " + Texts.time(job.begun()));
        }
        if (isTooLate) {
            err().println("job " + one + " had ended already: there was nothing to cancel");
        }
        if (!job.hasEnded() && !outIsTaken) {
            Long timeLeftMs = job.timeLeftMs();
            out().println("%s of %s%s%s"
                    .formatted(
                            Texts.bytes(job.bytes()),
                            Texts.bytes(job.bytesTotal()),
                            timeLeftMs == null ? "" : ", " + Texts.duration(timeLeftMs) + " left",
                            cancel ? "; it ends at its next chunk" : ""));
        }
    }

    private void printAll(List<JobStatus> jobs) {
        out().println(ROW.formatted(
                "JOB", "STATE", "BEGUN", "TOOK", "ROWS", "INSERTED", "UPDATED", "SKIPPED", "REJECTED", "FILE"));
        for (JobStatus job : jobs) {
            out().println(ROW.formatted(
                            job.number(),
                            Texts.printable(job.state()),
                            Texts.time(job.begun()),
                            Texts.duration(job.elapsedMs()),
                            Texts.count(job.rows()),
                            Texts.count(job.inserted()),
                            Texts.count(job.updated()),
                            Texts.count(job.skipped()),
                            Texts.count(job.rejected()),
                            Texts.printable(job.file()) + (job.dryRun() ? " (dry run)" : ""))
                    .stripTrailing());
        }
    }
}
