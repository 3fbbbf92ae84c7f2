package io.wizd.handlers.members;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.wizd.handlers.spec.Call;
import io.wizd.handlers.spec.DeclaredFieldsOnly;
import io.wizd.handlers.spec.Doc;
import io.wizd.handlers.spec.MessageHandler;
import io.wizd.handlers.spec.MessageSpec;
import io.wizd.handlers.spec.Page;
import io.wizd.handlers.spec.Route;
import io.wizd.protocol.Effect;
import io.wizd.protocol.ItemSink;
import io.wizd.protocol.Json;
import io.wizd.protocol.Jsons;
import io.wizd.protocol.Reply;
import io.wizd.protocol.StreamedList;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** {@code member-list}: members in pages, over all nodes or the one that owns an account. */
public final class MemberListHandler implements MessageHandler<MemberListHandler.In, MemberListHandler.Out> {
    private static final int DEFAULT_LIMIT = 100;
    private static final int MAX_LIMIT = 1_000;

    /** What an item of the reply takes in memory, or less. */
    private static final int ITEM_BYTES = 1 << 10;

    @DeclaredFieldsOnly
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

            @Doc("The cursor that the last page, of the same conditions, gave as next")
            @Pattern(regexp = ListCursor.PATTERN, message = "is not what a list gave as next")
            @Nullable
            String after,

            @Doc("The most members of a page, 100 where absent; of the whole list, all where absent")
            @Min(1)
            @Max(MAX_LIMIT)
            @Nullable
            Integer limit,

            @Doc("true: not a page but the whole list behind the cursor, however long, as it is read") @Nullable
            Boolean all) {}

    public record Out(
            @Doc("In the order of their ids; those of one account, where only aid is given, by client_member_id")
            List<Member> members,

            @Doc("The cursor of the next page; null where this is the last")
            @JsonInclude(JsonInclude.Include.ALWAYS)
            @Nullable
            String next) {}

    private static final MessageSpec<In, Out> SPEC = MessageSpec.of("member-list", In.class, Out.class)
            .summary("List members")
            .effect(Effect.READ)
            .routes(Route.get("/api/members/")
                    .nextPage("next", "after")
                    .negotiated()
                    .listAs("text/csv", "all", "true")
                    .listAs("application/x-ndjson", "all", "true"));

    private final MemberListing listing;

    public MemberListHandler(MemberListing listing) {
        this.listing = listing;
    }

    @Override
    public MessageSpec<In, Out> spec() {
        return SPEC;
    }

    @Override
    public Reply<Out> handle(Call call, In in) {
        int limit = Objects.requireNonNullElse(in.limit(), DEFAULT_LIMIT);
        MemberFilter filter = new MemberFilter(in.id(), in.ph(), in.cmid(), in.aid());
        ListCursor after = ListCursor.parse(in.after(), filter.order());
        if (Boolean.TRUE.equals(in.all())) {
            long most = in.limit() == null ? Long.MAX_VALUE : limit;
            return new Reply.Streamed<>(new StreamedList(
                    Json.EMPTY_OBJECT, "members", StreamedList.UNKNOWN, sink -> writeAll(filter, after, most, sink)));
        }
        call.memory().beginLarge((long) limit * ITEM_BYTES);
        Page<Member, String> page = Page.read(
                limit,
                count -> listing.page(filter, after, count, call.deadlineNanos()),
                member -> after.behind(member).toString());
        return Reply.of(new Out(page.items(), page.next()));
    }

    private void writeAll(MemberFilter filter, ListCursor after, long most, ItemSink sink) {
        Iterator<Member> all = listing.all(filter, after);
        for (long written = 0; written < most && all.hasNext(); written++) {
            sink.item(Jsons.write(all.next()));
        }
    }
}
