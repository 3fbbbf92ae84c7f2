package io.wizd.handlers.members;

import io.wizd.db.Database;
import io.wizd.db.Partitions;
import io.wizd.db.Procedure;
import io.wizd.db.Request;
import io.wizd.protocol.Jsons;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads members in pages. Each combination of conditions has the index that it is read from, and a procedure that reads
 * from that index in the order of the page. For virtual threads: it waits for the database.
 */
public final class MemberListing {
    private static final Procedure<Page> MEMBER_LIST = Procedure.single("member_list", Page.class);
    private static final Procedure<Page> MEMBER_LIST_ACCOUNT = Procedure.single("member_list_account", Page.class);
    private static final Procedure<Page> MEMBER_LIST_CLIENT = Procedure.single("member_list_client", Page.class);
    private static final Procedure<Page> MEMBER_LIST_PHONE = Procedure.single("member_list_phone", Page.class);

    private final Partitions partitions;
    private final MemberStore members;

    public MemberListing(Partitions partitions, MemberStore members) {
        this.partitions = partitions;
        this.members = members;
    }

    private record Page(List<Member> members) {}

    private record All(long after, int limit) {}

    private record OfAccount(long aid, @Nullable String ph, long after, long upTo, int limit) {}

    private record OfClient(long cmid, long after, int limit) {}

    private record OfPhone(
            String ph, @Nullable Long cmid, @Nullable Long aid, long after, int limit) {}

    /** The first {@code limit} members behind the cursor for which the conditions hold, in its order. */
    List<Member> page(MemberFilter filter, ListCursor after, int limit, Request request) {
        if (filter.id() != null) {
            return members.find(filter.id(), request)
                    .filter(member -> filter.admits(member) && member.id() > after.value())
                    .map(List::of)
                    .orElse(List.of());
        }
        if (filter.aid() != null && (filter.ph() == null || filter.cmid() != null)) {
            return ofAccount(filter, after, limit, request);
        }
        if (filter.ph() != null) {
            Object query = new OfPhone(filter.ph(), filter.cmid(), filter.aid(), after.value(), limit);
            return read(MEMBER_LIST_PHONE, nodes(filter), query, after, limit, request);
        }
        if (filter.cmid() != null) {
            Object query = new OfClient(filter.cmid(), after.value(), limit);
            return read(MEMBER_LIST_CLIENT, nodes(filter), query, after, limit, request);
        }
        return read(MEMBER_LIST, nodes(filter), new All(after.value(), limit), after, limit, request);
    }

    /** With a client_member_id there is one at most, wherever the cursor stands. */
    private List<Member> ofAccount(MemberFilter filter, ListCursor after, int limit, Request request) {
        Long cmid = filter.cmid();
        long from = cmid == null ? after.value() : cmid - 1;
        long upTo = cmid == null ? Long.MAX_VALUE : cmid;
        Object query = new OfAccount(Objects.requireNonNull(filter.aid()), filter.ph(), from, upTo, limit);
        return read(MEMBER_LIST_ACCOUNT, nodes(filter), query, after, limit, request);
    }

    private List<Database> nodes(MemberFilter filter) {
        return filter.aid() == null ? partitions.nodes() : List.of(partitions.ownerOf(filter.aid()));
    }

    private static List<Member> read(
            Procedure<Page> procedure,
            List<Database> nodes,
            Object query,
            ListCursor after,
            int limit,
            Request request) {
        Request asked = request.withBody(Jsons.write(query));
        return nodes.stream().map(node -> node.call(procedure, asked)).toList().stream()
                .flatMap(page -> page.await().members().stream())
                .filter(member -> after.place(member) > after.value())
                .sorted(Comparator.comparingLong(after::place))
                .limit(limit)
                .toList();
    }
}
