package io.wizd.handlers.members;

import io.wizd.handlers.Access;
import io.wizd.handlers.Call;
import io.wizd.handlers.Doc;
import io.wizd.handlers.MessageHandler;
import io.wizd.handlers.MessageSpec;
import io.wizd.handlers.Route;
import io.wizd.handlers.members.batch.Job;
import io.wizd.handlers.members.batch.MemberJobs;
import io.wizd.protocol.Effect;
import io.wizd.protocol.ErrorCode;
import io.wizd.protocol.Reply;
import jakarta.validation.constraints.Min;

/** {@code job-cancel}: has a job end before its time. */
public final class JobCancelHandler implements MessageHandler<JobCancelHandler.In, Job> {

    public record In(@Doc("The number of the job") @Min(1) long id) {}

    private static final MessageSpec<In, Job> SPEC = MessageSpec.of("job-cancel", In.class, Job.class)
            .summary("Have a job end; what is in stays in")
            .access(Access.role("admin"))
            .effect(Effect.IDEMPOTENT_WRITE)
            .errors(ErrorCode.NOT_FOUND, ErrorCode.JOB_WRITING)
            .routes(Route.delete("/api/jobs/{id}"));

    private final MemberJobs jobs;

    public JobCancelHandler(MemberJobs jobs) {
        this.jobs = jobs;
    }

    @Override
    public MessageSpec<In, Job> spec() {
        return SPEC;
    }

    @Override
    public Reply<Job> handle(Call call, In in) {
        return Reply.of(jobs.cancel(in.id()));
    }
}
