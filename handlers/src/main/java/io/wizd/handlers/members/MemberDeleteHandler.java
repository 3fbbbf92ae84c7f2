package io.wizd.handlers.members;

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

/** {@code member-delete}: deletes a member. */
public final class MemberDeleteHandler implements MessageHandler<MemberDeleteHandler.In, MemberDeleteHandler.Out> {

    public record In(
            @Doc("The id that the server gave the member") @Min(1)
            long id) {}

    public record Out(
            @Doc("The id, which no member will have again") long id) {}

    private static final MessageSpec<In, Out> SPEC = MessageSpec.of("member-delete", In.class, Out.class)
            .summary("Delete a member")
            .access(Access.role(Access.OPERATOR))
            .effect(Effect.WRITE)
            .audited()
            .errors(ErrorCode.NOT_FOUND)
            .routes(Route.delete("/api/members/{id}/").noContent());

    private final MemberStore members;

    public MemberDeleteHandler(MemberStore members) {
        this.members = members;
    }

    @Override
    public MessageSpec<In, Out> spec() {
        return SPEC;
    }

    @Override
    public Reply<Out> handle(Call call, In in) {
        members.delete(in.id(), call);
        return Reply.of(new Out(in.id()));
    }
}
