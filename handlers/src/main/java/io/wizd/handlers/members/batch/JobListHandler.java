package io.wizd.handlers.members.batch;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.wizd.handlers.spec.Access;
import io.wizd.handlers.spec.Call;
import io.wizd.handlers.spec.DeclaredFieldsOnly;
import io.wizd.handlers.spec.Doc;
import io.wizd.handlers.spec.MessageHandler;
import io.wizd.handlers.spec.MessageSpec;
import io.wizd.handlers.spec.Page;
import io.wizd.handlers.spec.Route;
import io.wizd.protocol.Effect;
import io.wizd.protocol.Reply;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** {@code job-list}: the jobs, the newest first. */
public final class JobListHandler implements MessageHandler<JobListHandler.In, JobListHandler.Out> {
    private static final int DEFAULT_LIMIT = 20;

    @DeclaredFieldsOnly
    public record In(
            @Doc("Only jobs with a smaller number: the cursor that the last page gave as next") @Min(1) @Nullable
            Long after,

            @Doc("The most jobs of a page; 20 where absent") @Min(1) @Max(100) @Nullable
            Integer limit) {}

    public record Out(
            @Doc("The newest first") List<Job> jobs,

            @Doc("The cursor of the next page; null where this is the last")
            @JsonInclude(JsonInclude.Include.ALWAYS)
            @Nullable
            Long next) {}

    private static final MessageSpec<In, Out> SPEC = MessageSpec.of("job-list", In.class, Out.class)
            .summary("List jobs")
            .access(Access.role(Access.OPERATOR))
            .effect(Effect.READ)
            .routes(Route.get("/api/jobs/").nextPage("next", "after"));

    private final MemberJobs jobs;

    public JobListHandler(MemberJobs jobs) {
        this.jobs = jobs;
    }

    @Override
    public MessageSpec<In, Out> spec() {
        return SPEC;
    }

    @Override
    public Reply<Out> handle(Call call, In in) {
        int limit = Objects.requireNonNullElse(in.limit(), DEFAULT_LIMIT);
        long after = Objects.requireNonNullElse(in.after(), Long.MAX_VALUE);
        Page<Job, Long> page = Page.read(limit, count -> jobs.list(after, count), Job::job);
        return Reply.of(new Out(page.items(), page.next()));
    }
}
