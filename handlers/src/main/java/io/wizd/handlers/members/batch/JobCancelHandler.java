package io.wizd.handlers.members.batch;

import io.wizd.handlers.spec.Access;
import io.wizd.handlers.spec.Call;
import io.wizd.handlers.spec.Doc;
import io.wizd.handlers.spec.MessageHandler;
import io.wizd.handlers.spec.MessageSpec;
import io.wizd.handlers.spec.Route;
import io.wizd.protocol.Effect;
import io.wizd.protocol.ErrorCode;
import io.wizd.protocol.Reply;
import jakarta.validation.constraints.Min;

/** {@code job-cancel}: has a job end before its time. */
public final class JobCancelHandler implements MessageHandler<JobCancelHandler.In, Job> {

    public record In(@Doc("The number of the job") @Min(1) long id) {}

    private static final MessageSpec<In, Job> SPEC = MessageSpec.of("job-cancel", In.class, Job.class)
            .summary("End a job; rows that are in stay in")
            .access(Access.role(Access.OPERATOR))
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
