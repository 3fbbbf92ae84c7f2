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

/** {@code job-get}: the state of a job. */
public final class JobGetHandler implements MessageHandler<JobGetHandler.In, Job> {

    public record In(@Doc("The number of the job") @Min(1) long id) {}

    private static final MessageSpec<In, Job> SPEC = MessageSpec.of("job-get", In.class, Job.class)
            .summary("Show the state of a job")
            .access(Access.role(Access.OPERATOR))
            .effect(Effect.READ)
            .errors(ErrorCode.NOT_FOUND)
            .routes(Route.get("/api/jobs/{id}"));

    private final MemberJobs jobs;

    public JobGetHandler(MemberJobs jobs) {
        this.jobs = jobs;
    }

    @Override
    public MessageSpec<In, Job> spec() {
        return SPEC;
    }

    @Override
    public Reply<Job> handle(Call call, In in) {
        return Reply.of(jobs.get(in.id()));
    }
}
