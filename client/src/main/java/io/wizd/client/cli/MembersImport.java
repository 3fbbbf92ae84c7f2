package io.wizd.client.cli;

import java.io.InputStream;
import java.io.PrintWriter;
import java.net.http.HttpResponse;
import org.jspecify.annotations.Nullable;

/** One import from the first byte sent to the summary. */
final class MembersImport {
    private final ImportUpload upload;
    private final Jobs jobs;
    private final ProgressMeter meter;
    private final PrintWriter out;

    MembersImport(ImportUpload upload, Jobs jobs, ProgressMeter meter, PrintWriter out) {
        this.upload = upload;
        this.jobs = jobs;
        this.meter = meter;
        this.out = out;
    }

    /** The exit status. The rejected rows go to {@code rejectsFile} where it is not null. */
    int run(String target, @Nullable OutputFile rejectsFile) throws InterruptedException {
        JobFollower follower = new JobFollower(jobs, meter, JobFollower.Patience.DEFAULT);
        try (CancelOnInterrupt interrupt = new CancelOnInterrupt(jobs, upload, follower, meter)) {
            interrupt.begin();
            HttpResponse<InputStream> reply =
                    upload.send(target, request -> request.setHeader("Accept", "application/x-ndjson"));
            JobStatus job = follower.follow(reply.body());
            meter.clear();
            tell(job, rejectsFile);
            return job.exitStatus();
        }
    }

    /** A file that cannot be written must not hide what was imported. */
    private void tell(JobStatus job, @Nullable OutputFile rejectsFile) throws InterruptedException {
        JobSummary summary = new JobSummary(out);
        try {
            if (rejectsFile != null && job.rejected() > 0) {
                jobs.saveRejects(job.number(), rejectsFile);
            }
        } catch (Failure e) {
            summary.print(job, null);
            throw e;
        }
        summary.print(job, rejectsFile);
    }
}
