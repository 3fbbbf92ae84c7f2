package io.wizd.handlers.members;

import io.wizd.handlers.spec.Access;
import io.wizd.handlers.spec.Call;
import io.wizd.handlers.spec.Doc;
import io.wizd.handlers.spec.MessageHandler;
import io.wizd.handlers.spec.MessageSpec;
import io.wizd.handlers.spec.PartialUpdate;
import io.wizd.handlers.spec.Route;
import io.wizd.protocol.Effect;
import io.wizd.protocol.ErrorCode;
import io.wizd.protocol.Reply;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/** {@code member-update}: changes those fields of a member that are given. */
public final class MemberUpdateHandler implements MessageHandler<MemberUpdateHandler.In, Member> {

    @PartialUpdate
    public record In(
            @Doc("The id that the server gave the member") @Min(1)
            long id,

            @Doc("Given name")
            @Size(min = 1, max = 50)
            @Pattern(regexp = NewMember.NAME, message = NewMember.BAD_NAME)
            @Nullable
            String first_name,

            @Doc("Family name")
            @Size(min = 1, max = 50)
            @Pattern(regexp = NewMember.NAME, message = NewMember.BAD_NAME)
            @Nullable
            String last_name,

            @Doc("Country code and number as E.164 has them, without the plus sign")
            @Pattern(regexp = NewMember.PHONE, message = NewMember.NO_PHONE)
            @Nullable
            String phone_number,

            @Doc("The client's own id of the member, unique within the account") @Min(1) @Nullable
            Long client_member_id,

            @Doc("The account; it cannot be changed, so another is refused") @Min(1) @Nullable
            Long account_id) {}

    private static final MessageSpec<In, Member> SPEC = MessageSpec.of("member-update", In.class, Member.class)
            .summary("Change some fields of a member")
            .access(Access.role(Access.OPERATOR))
            .effect(Effect.IDEMPOTENT_WRITE)
            .audited()
            .errors(ErrorCode.NOT_FOUND, ErrorCode.MEMBER_EXISTS)
            .routes(Route.patch("/api/members/{id}/"));

    private final MemberStore members;

    public MemberUpdateHandler(MemberStore members) {
        this.members = members;
    }

    @Override
    public MessageSpec<In, Member> spec() {
        return SPEC;
    }

    @Override
    public Reply<Member> handle(Call call, In in) {
        return Reply.of(members.update(in.id(), in, call));
    }
}
