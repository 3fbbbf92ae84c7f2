package io.wizd.handlers.members.batch;

import io.wizd.db.input.OnDuplicate;
import io.wizd.handlers.spec.Access;
import io.wizd.handlers.spec.Call;
import io.wizd.handlers.spec.Doc;
import io.wizd.handlers.spec.MessageHandler;
import io.wizd.handlers.spec.MessageSpec;
import io.wizd.handlers.spec.RequestIds;
import io.wizd.handlers.spec.Route;
import io.wizd.handlers.spec.Upload;
import io.wizd.protocol.Effect;
import io.wizd.protocol.ErrorCode;
import io.wizd.protocol.ItemSink;
import io.wizd.protocol.Json;
import io.wizd.protocol.Jsons;
import io.wizd.protocol.Reply;
import io.wizd.protocol.StreamedList;
import io.wizd.protocol.WizdException;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * {@code member-import}: takes a file of members, of any size, and has it done as a job. The reply comes when the job has
 * ended, or at once, or tells how it goes on.
 */
public final class MemberImportHandler implements MessageHandler<MemberImportHandler.In, Job> {
    /** Reported at least so often, so that nobody on the way takes the connection for dead. */
    private static final long HEARTBEAT_NANOS = TimeUnit.SECONDS.toNanos(10);

    public record In(
            @Doc("What becomes of rows whose member exists, or appears earlier in the file: update (where absent), skip"
                    + " or error")
            @Pattern(regexp = "update|skip|error", message = "must be update, skip or error")
            @Nullable
            String on_duplicate,

            @Doc("All rows or none") @Nullable Boolean atomic,

            @Doc("Do everything but write") @Nullable Boolean dry_run,

            @Doc("The job fails with one bad row more than this") @Min(0) @Nullable
            Long max_errors,

            @Doc("What the sender calls the file, for people") @Size(max = 255) @Nullable
            String file_name,

            @Doc("job: the reply comes at once; progress: a list of the job's states, about once a second, until it has"
                    + " ended; absent: the reply comes when it has ended")
            @Pattern(regexp = "job|progress", message = "must be job, progress, or be left out")
            @Nullable
            String report) {}

    private static final MessageSpec<In, Job> SPEC = MessageSpec.of("member-import", In.class, Job.class)
            .summary("Add or update members by a file: CSV or JSON, as it is, in multipart, or gzipped")
            .access(Access.role(Access.OPERATOR))
            .effect(Effect.IDEMPOTENT_WRITE)
            .audited()
            .requestIds(RequestIds.IGNORED)
            .errors(ErrorCode.FILE_REFUSED)
            .routes(Route.put("/api/members/batch")
                    .upload()
                    .respondAsync("report", "job", "/api/jobs/{job}")
                    .listAs("application/x-ndjson", "report", "progress")
                    .listAs("text/event-stream", "report", "progress"));

    private final MemberJobs jobs;

    public MemberImportHandler(MemberJobs jobs) {
        this.jobs = jobs;
    }

    @Override
    public MessageSpec<In, Job> spec() {
        return SPEC;
    }

    @Override
    public Reply<Job> handle(Call call, In in) {
        Upload upload = call.upload();
        if (upload == null) {
            throw WizdException.of(
                    ErrorCode.BAD_FIELD,
                    "member-import takes a file, over HTTP: PUT /api/members/batch; rows in a message go to member-batch");
        }
        MemberFile file = new MemberFile(
                upload.file(),
                upload.contentType(),
                upload.contentEncoding(),
                Objects.requireNonNullElse(in.file_name(), ""));
        long id = jobs.submit(file, options(in), "admin");
        if (in.report() == null) {
            return Reply.of(ended(id));
        }
        return in.report().equals("job")
                ? Reply.of(jobs.get(id))
                : new Reply.Streamed<>(new StreamedList(
                        Json.EMPTY_OBJECT, "progress", StreamedList.UNKNOWN, sink -> report(id, sink)));
    }

    private static MemberOptions options(In in) {
        String onDuplicate = Objects.requireNonNullElse(in.on_duplicate(), "update");
        return new MemberOptions(
                OnDuplicate.valueOf(onDuplicate.toUpperCase(Locale.ROOT)),
                Boolean.TRUE.equals(in.atomic()),
                Boolean.TRUE.equals(in.dry_run()),
                Objects.requireNonNullElse(in.max_errors(), Long.MAX_VALUE));
    }

    /** The job when it has ended well; however long that takes, its client may go away meanwhile. */
    private Job ended(long id) {
        Job job = jobs.get(id);
        while (!job.state().isEnd()) {
            job = next(job);
        }
        if (job.state() == JobState.failed) {
            String rejects = job.rejected() == 0 ? "" : "; the rejected rows: /api/jobs/" + id + "/rejects";
            throw WizdException.of(ErrorCode.FILE_REFUSED, "job " + id + " failed: " + job.error() + rejects);
        }
        return job;
    }

    /** The last report is that of the end, or has a note that says why it is the last. */
    private void report(long id, ItemSink sink) {
        Job job = jobs.get(id);
        sink.item(Jsons.write(job));
        sink.flush();
        while (!job.state().isEnd() && job.note() == null) {
            job = following(job);
            sink.item(Jsons.write(job));
            sink.flush();
        }
    }

    private Job following(Job job) {
        long id = job.job();
        try {
            Job next = jobs.awaitChange(id, job.change(), System.nanoTime() + HEARTBEAT_NANOS);
            // A stop interrupts, also who does not wait; what is told now still needs the thread.
            return Thread.interrupted() && !next.state().isEnd() ? next.withNote(MemberJobs.goesOnAfterStop(id)) : next;
        } catch (InterruptedException e) {
            return job.withNote(MemberJobs.goesOnAfterStop(id));
        } catch (WizdException e) {
            boolean isStop = e.fault().code() == ErrorCode.STOPPING;
            return job.withNote(e.fault().description() + (isStop ? "" : "; job " + id + " goes on: /api/jobs/" + id));
        }
    }

    private Job next(Job job) {
        try {
            return jobs.awaitChange(job.job(), job.change(), System.nanoTime() + HEARTBEAT_NANOS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw WizdException.of(ErrorCode.STOPPING, MemberJobs.goesOnAfterStop(job.job()));
        }
    }
}
