package io.wizd.handlers.audit;

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

/** {@code audit-list}: what was changed, the newest first. */
public final class AuditListHandler implements MessageHandler<AuditListHandler.In, AuditListHandler.Out> {
    private static final int DEFAULT_LIMIT = 100;

    @DeclaredFieldsOnly
    public record In(
            @Doc("Only entries with a smaller number: the cursor that the last page gave as next") @Min(1) @Nullable
            Long after,

            @Doc("The most entries of a page; 100 where absent") @Min(1) @Max(1000) @Nullable
            Integer limit) {}

    public record Out(
            @Doc("The newest first") List<Entry> entries,

            @Doc("The cursor of the next page; null where this is the last")
            @JsonInclude(JsonInclude.Include.ALWAYS)
            @Nullable
            Long next) {}

    /** One change. */
    public record Entry(
            @Doc("Its number") long id,
            @Doc("When, in UTC") String at,

            @Doc("The account that did it; empty for somebody without one, and for the server itself")
            String who,

            @Doc("The address that it came from; of a configuration, the host of the server")
            String from,

            @Doc("The message type; configuration, where a server started with other access than before")
            String action,

            @Doc("The account that was changed; empty where it was something else")
            String account,

            @Doc("What, in words") String details) {}

    private static final MessageSpec<In, Out> SPEC = MessageSpec.of("audit-list", In.class, Out.class)
            .summary(
                    "List what was changed on accounts, members and the configuration of access, by whom and from where")
            .access(Access.role(Access.ADMIN))
            .effect(Effect.READ)
            .routes(Route.get("/api/audit/").nextPage("next", "after"));

    private final AuditTrail trail;

    public AuditListHandler(AuditTrail trail) {
        this.trail = trail;
    }

    @Override
    public MessageSpec<In, Out> spec() {
        return SPEC;
    }

    @Override
    public Reply<Out> handle(Call call, In in) {
        int limit = Objects.requireNonNullElse(in.limit(), DEFAULT_LIMIT);
        long after = Objects.requireNonNullElse(in.after(), Long.MAX_VALUE);
        Page<Entry, Long> page = Page.read(limit, count -> trail.list(call, after, count), Entry::id);
        return Reply.of(new Out(page.items(), page.next()));
    }
}
