package io.wizd.client.cli;

import java.io.InputStream;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** {@code wiz members import}: a file of members into the server, with its progress. */
@Command(
        name = "import",
        description = {
            "Imports a file of members, of any size, and shows how far it is. Rows that are not valid members are reported, and"
                    + " do not stop the others. The same file sent again changes nothing.",
            "Ctrl-C cancels it; what is in stays in. With --atomic nothing is in before all rows were found good; once they are"
                    + " being written it cannot be cancelled any more. Unless --user or bin/wiz login names another"
                    + " account it is sent as admin."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  bin/wiz members import members.csv",
            "  bin/wiz members import members.csv.gz --on-duplicate skip --rejects bad.csv",
            "  bin/wiz members import members.csv --dry-run",
            "  make-members | bin/wiz members import -",
            "",
            "Exit status: 0 all rows are in, 65 rows were rejected or the file was refused,",
            "else as bin/wiz --help says."
        })
final class MembersImportCommand extends WizCommand {
    enum OnDuplicate {
        update,
        skip,
        error
    }

    @Parameters(
            paramLabel = "FILE",
            description = "CSV, or JSON where its name ends in .json; either with .gz behind. - is standard input, CSV")
    private String file = "-";

    @Option(
            names = "--on-duplicate",
            paramLabel = "WHAT",
            description = "What becomes of a member that exists: ${COMPLETION-CANDIDATES} (default: update)")
    private @Nullable OnDuplicate onDuplicate;

    @Option(names = "--atomic", description = "All rows or none: they are written once all were found good")
    private boolean atomic;

    @Option(names = "--dry-run", description = "Check and count, write nothing")
    private boolean dryRun;

    @Option(names = "--max-errors", paramLabel = "N", description = "Stop where more than N rows are rejected")
    private @Nullable Long maxErrors;

    @Option(names = "--detach", description = "Do not wait for the end: bin/wiz jobs shows it")
    private boolean detach;

    @Option(
            names = "--rejects",
            paramLabel = "FILE",
            description = "Gets the rejected rows as CSV, if there are any; - is standard output")
    private @Nullable Path rejects;

    @Option(names = "--force", description = "Write --rejects over a file that exists")
    private boolean force;

    @Override
    public Integer call() throws InterruptedException {
        if (detach && rejects != null) {
            throw new ParameterException(
                    spec().commandLine(), "--rejects needs the end, which --detach does not wait for");
        }
        ImportFile source = ImportFile.of(file);
        OutputFile rejectsFile = rejects == null ? null : new OutputFile(rejects);
        if (rejectsFile != null) {
            rejectsFile.checkForRejects(force);
        }
        ProgressMeter meter = new ProgressMeter(err(), ProgressMeter.Style.here(), System::nanoTime);
        try (RestClient rest = new RestClient(options(), options().authorization())) {
            ImportUpload upload = new ImportUpload(rest, source, meter);
            Jobs jobs = new Jobs(rest);
            return detach
                    ? submit(upload, jobs, target(source))
                    : new MembersImport(
                                    upload,
                                    jobs,
                                    meter,
                                    rejectsFile != null && rejectsFile.isStandardOutput() ? err() : out())
                            .run(target(source), rejectsFile);
        } finally {
            meter.clear();
        }
    }

    private int submit(ImportUpload upload, Jobs jobs, String target) throws InterruptedException {
        HttpResponse<InputStream> reply = upload.send(target, request -> request.setHeader("Prefer", "respond-async"));
        JobStatus job = jobs.read(reply);
        out().println("job " + job.number() + " is " + Texts.printable(job.state()) + ": bin/wiz jobs " + job.number());
        return Exit.OK;
    }

    /** The server has defaults for what is not named. */
    private String target(ImportFile source) {
        StringBuilder target = new StringBuilder("/api/members/batch?file_name=")
                .append(URLEncoder.encode(source.name(), StandardCharsets.UTF_8));
        if (onDuplicate != null) {
            target.append("&on_duplicate=").append(onDuplicate);
        }
        if (maxErrors != null) {
            target.append("&max_errors=").append(maxErrors);
        }
        return target.append(atomic ? "&atomic=true" : "")
                .append(dryRun ? "&dry_run=true" : "")
                .toString();
    }
}
