package io.wizd.handlers.members;

import io.wizd.handlers.spec.Call;
import io.wizd.handlers.spec.Doc;
import io.wizd.handlers.spec.MessageHandler;
import io.wizd.handlers.spec.MessageSpec;
import io.wizd.handlers.spec.Route;
import io.wizd.protocol.Effect;
import io.wizd.protocol.ErrorCode;
import io.wizd.protocol.Reply;
import jakarta.validation.constraints.Min;

/** {@code member-get}: one member by its id. */
public final class MemberGetHandler implements MessageHandler<MemberGetHandler.In, Member> {

    public record In(
            @Doc("The id that the server gave the member") @Min(1)
            long id) {}

    private static final MessageSpec<In, Member> SPEC = MessageSpec.of("member-get", In.class, Member.class)
            .summary("Read a member")
            .effect(Effect.READ)
            .errors(ErrorCode.NOT_FOUND)
            .routes(Route.get("/api/members/{id}/"));

    private final MemberStore members;

    public MemberGetHandler(MemberStore members) {
        this.members = members;
    }

    @Override
    public MessageSpec<In, Member> spec() {
        return SPEC;
    }

    @Override
    public Reply<Member> handle(Call call, In in) {
        return Reply.of(
                members.find(in.id(), call.deadlineNanos()).orElseThrow(() -> MemberStore.noSuchMember(in.id())));
    }
}
