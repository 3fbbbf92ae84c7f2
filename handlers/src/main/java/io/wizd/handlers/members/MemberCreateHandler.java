package io.wizd.handlers.members;

import io.wizd.handlers.spec.Access;
import io.wizd.handlers.spec.Call;
import io.wizd.handlers.spec.MessageHandler;
import io.wizd.handlers.spec.MessageSpec;
import io.wizd.handlers.spec.Route;
import io.wizd.protocol.Effect;
import io.wizd.protocol.ErrorCode;
import io.wizd.protocol.Reply;

/** {@code member-create}: adds one member to an account. */
public final class MemberCreateHandler implements MessageHandler<NewMember, Member> {

    private static final MessageSpec<NewMember, Member> SPEC = MessageSpec.of(
                    "member-create", NewMember.class, Member.class)
            .summary("Add a member to an account")
            .access(Access.role(Access.OPERATOR))
            .effect(Effect.WRITE)
            .audited()
            .errors(ErrorCode.MEMBER_EXISTS)
            .routes(
                    Route.post("/api/members/").forms().created("/api/members/{id}/"),
                    Route.post("/api/members/create/")
                            .forms()
                            .created("/api/members/{id}/")
                            .named("member-create-by-form"));

    private final MemberStore members;

    public MemberCreateHandler(MemberStore members) {
        this.members = members;
    }

    @Override
    public MessageSpec<NewMember, Member> spec() {
        return SPEC;
    }

    @Override
    public Reply<Member> handle(Call call, NewMember in) {
        return members.create(in, call);
    }
}
