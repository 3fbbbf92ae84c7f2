package io.wizd.handlers.members;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.wizd.db.Database;
import io.wizd.db.Partitions;
import io.wizd.db.Procedure;
import io.wizd.handlers.Call;
import io.wizd.handlers.Doc;
import io.wizd.handlers.MessageHandler;
import io.wizd.handlers.MessageSpec;
import io.wizd.handlers.Route;
import io.wizd.protocol.Effect;
import io.wizd.protocol.Jsons;
import io.wizd.protocol.Reply;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** {@code member-list}: members in the order of their ids, in pages, over all nodes or the one that owns an account. */
public final class MemberListHandler implements MessageHandler<MemberListHandler.In, MemberListHandler.Out> {
    private static final int DEFAULT_LIMIT = 100;

    public record In(
            @Doc("Only the member with this id") @Min(1) @Nullable
            Long id,

            @Doc("Only members with this phone number")
            @Pattern(regexp = "[0-9]{1,15}", message = "must be 1 to 15 digits")
            @Nullable
            String ph,

            @Doc("Only members with this client_member_id") @Min(1) @Nullable
            Long cmid,

            @Doc("Only members of this account") @Min(1) @Nullable
            Long aid,

            @Doc("Only members with a greater id: the cursor that the last page gave as next") @Min(0) @Nullable
            Long after,

            @Doc("The most members of a page; 100 where absent") @Min(1) @Max(1_000) @Nullable
            Integer limit) {}

    public record Out(
            @Doc("In the order of their ids") List<Member> members,

            @Doc("The cursor of the next page; null where this is the last")
            @JsonInclude(JsonInclude.Include.ALWAYS)
            @Nullable
            Long next) {}

    private static final MessageSpec<In, Out> SPEC = MessageSpec.of("member-list", In.class, Out.class)
            .summary("List members")
            .effect(Effect.READ)
            .routes(Route.get("/api/members/"));

    private static final Procedure<Page> MEMBER_LIST = Procedure.single("member_list", Page.class);

    private final Partitions partitions;

    public MemberListHandler(Partitions partitions) {
        this.partitions = partitions;
    }

    private record Page(List<Member> members) {}

    @Override
    public MessageSpec<In, Out> spec() {
        return SPEC;
    }

    @Override
    public Reply<Out> handle(Call call, In in) {
        int limit = Objects.requireNonNullElse(in.limit(), DEFAULT_LIMIT);
        // One more than asked for tells whether there is a next page.
        In query = new In(in.id(), in.ph(), in.cmid(), in.aid(), Objects.requireNonNullElse(in.after(), 0L), limit + 1);
        List<Database> nodes = in.aid() == null ? partitions.nodes() : List.of(partitions.ownerOf(in.aid()));
        List<Member> found =
                nodes.stream().map(node -> node.call(MEMBER_LIST, call.withBody(Jsons.write(query)))).toList().stream()
                        .flatMap(page -> page.await().members().stream())
                        .sorted(Comparator.comparingLong(Member::id))
                        .limit(limit + 1)
                        .toList();
        if (found.size() <= limit) {
            return Reply.of(new Out(found, null));
        }
        return Reply.of(new Out(found.subList(0, limit), found.get(limit - 1).id()));
    }
}
