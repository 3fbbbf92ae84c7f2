package io.wizd.handlers.members;

import io.wizd.db.Database;
import io.wizd.db.Partitions;
import io.wizd.db.Procedure;
import io.wizd.db.Request;
import io.wizd.protocol.Effect;
import io.wizd.protocol.Jsons;
import io.wizd.protocol.Reply;
import io.wizd.protocol.WizdException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads members in pages. Each combination of conditions has the index that it is read from. Conditions that few members
 * meet are asked for in batches, as most lookups are of that kind; pages of more come from a procedure that reads one page
 * from the index, in its order. For virtual threads: it waits for the database.
 */
public final class MemberListing {
    private static final Procedure<Few> MEMBER_FIND_KEY = Procedure.of("member_find_key", Few.class);
    private static final Procedure<Few> MEMBER_FIND_PHONE = Procedure.of("member_find_phone", Few.class);
    private static final Procedure<Few> MEMBER_FIND_CLIENT = Procedure.of("member_find_client", Few.class);
    private static final Procedure<Page> MEMBER_LIST = Procedure.range("member_list", Page.class, MemberRows::page);
    private static final Procedure<Page> MEMBER_LIST_ACCOUNT =
            Procedure.range("member_list_account", Page.class, MemberRows::page);
    private static final Procedure<Page> MEMBER_LIST_CLIENT =
            Procedure.range("member_list_client", Page.class, MemberRows::page);
    private static final Procedure<Page> MEMBER_LIST_PHONE = Procedure.range("member_list_phone", Page.class);

    /** Of a phone number, where another condition may leave most of them out. */
    private static final int MIN_LOOKED_AT = 1_000;

    private static final long PAGE_TIMEOUT_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final Partitions partitions;
    private final MemberStore members;

    public MemberListing(Partitions partitions, MemberStore members) {
        this.partitions = partitions;
        this.members = members;
    }

    /** All that meet a condition, unless there are many. */
    private record Few(boolean many, List<Member> members) {}

    /** @param next where rows follow that the node has not looked at; null if what it gave is all that was asked for */
    record Page(List<Member> members, @Nullable Long next) {}

    private record Key(long aid, long cmid) {}

    private record Phone(String ph) {}

    private record Client(long cmid) {}

    private record All(long after, int limit) {}

    private record OfAccount(long aid, long after, int limit) {}

    private record OfClient(long cmid, long after, int limit) {}

    private record OfPhone(
            String ph, @Nullable Long cmid, @Nullable Long aid, long after, int limit) {}

    /** The first {@code limit} members behind the cursor for which the conditions hold, in its order. */
    List<Member> page(MemberFilter filter, ListCursor after, int limit, long deadlineNanos) {
        Stream<Member> found;
        if (filter.id() != null) {
            found = members.find(filter.id(), deadlineNanos).stream();
        } else {
            // What has a cursor behind it is not short.
            Optional<List<Member>> few =
                    after.value() == 0 || filter.isKey() ? few(filter, deadlineNanos) : Optional.empty();
            found = few.orElseGet(() -> pages(filter, after.value(), limit, deadlineNanos)).stream();
        }
        return found.filter(member -> filter.admits(member) && after.place(member) > after.value())
                .sorted(Comparator.comparingLong(after::place))
                .limit(limit)
                .toList();
    }

    /** All members that meet one of the conditions; empty if there are too many on a node. */
    private Optional<List<Member>> few(MemberFilter filter, long deadlineNanos) {
        if (filter.aid() != null && filter.cmid() != null) {
            return few(filter, MEMBER_FIND_KEY, new Key(filter.aid(), filter.cmid()), deadlineNanos);
        }
        if (filter.ph() != null) {
            return few(filter, MEMBER_FIND_PHONE, new Phone(filter.ph()), deadlineNanos);
        }
        if (filter.cmid() != null) {
            return few(filter, MEMBER_FIND_CLIENT, new Client(filter.cmid()), deadlineNanos);
        }
        return Optional.empty();
    }

    private Optional<List<Member>> few(
            MemberFilter filter, Procedure<Few> procedure, Object query, long deadlineNanos) {
        List<Few> answers = ask(filter, procedure, query, deadlineNanos);
        if (answers.stream().anyMatch(Few::many)) {
            return Optional.empty();
        }
        return Optional.of(
                answers.stream().flatMap(few -> few.members().stream()).toList());
    }

    /** The first members behind the cursor of each node. */
    private List<Member> pages(MemberFilter filter, long after, int limit, long deadlineNanos) {
        List<Supplier<List<Member>>> pending = nodes(filter).stream()
                .map(node -> first(node, filter, after, limit, deadlineNanos))
                .toList();
        return pending.stream().flatMap(page -> page.get().stream()).toList();
    }

    /** Asks a node for its first members behind the cursor, or a few more; the supplier waits for them. */
    private static Supplier<List<Member>> first(
            Database node, MemberFilter filter, long after, int limit, long deadlineNanos) {
        Reply.Pending<Page> asked = PageQuery.of(filter, after, limit).ask(node, deadlineNanos);
        return () -> {
            Page page = asked.await();
            List<Member> found = new ArrayList<>(page.members());
            while (page.next() != null && found.size() < limit) {
                page = PageQuery.of(filter, page.next(), limit)
                        .ask(node, deadlineNanos)
                        .await();
                found.addAll(page.members());
            }
            return found;
        };
    }

    /** How a page of one node is asked for. */
    private record PageQuery(Procedure<Page> procedure, Object body) {
        static PageQuery of(MemberFilter filter, long after, int limit) {
            if (filter.ph() != null) {
                boolean isAll = filter.cmid() == null && filter.aid() == null;
                int lookedAt = isAll ? limit : Math.max(limit, MIN_LOOKED_AT);
                return new PageQuery(
                        MEMBER_LIST_PHONE, new OfPhone(filter.ph(), filter.cmid(), filter.aid(), after, lookedAt));
            }
            if (filter.aid() != null) {
                return new PageQuery(MEMBER_LIST_ACCOUNT, new OfAccount(filter.aid(), after, limit));
            }
            if (filter.cmid() != null) {
                return new PageQuery(MEMBER_LIST_CLIENT, new OfClient(filter.cmid(), after, limit));
            }
            return new PageQuery(MEMBER_LIST, new All(after, limit));
        }

        Reply.Pending<Page> ask(Database node, long deadlineNanos) {
            return node.call(procedure, new Request(Jsons.write(body), Effect.READ, deadlineNanos));
        }
    }

    /** Asks all nodes at once that may have such members, and waits for all. */
    private <O> List<O> ask(MemberFilter filter, Procedure<O> procedure, Object query, long deadlineNanos) {
        Request asked = new Request(Jsons.write(query), Effect.READ, deadlineNanos);
        List<Reply.Pending<O>> pending =
                nodes(filter).stream().map(node -> node.call(procedure, asked)).toList();
        return pending.stream().map(Reply.Pending::await).toList();
    }

    private List<Database> nodes(MemberFilter filter) {
        return filter.aid() == null ? partitions.nodes() : List.of(partitions.ownerOf(filter.aid()));
    }

    /**
     * All members behind the cursor for which the conditions hold, in its order, however many there are. Each node is asked
     * for its pages alone, the next one while the last is given out: two pages of each node are in memory at most, and no
     * transaction stays open. The iterator waits for the database, and fails with {@link WizdException}.
     */
    Iterator<Member> all(MemberFilter filter, ListCursor after) {
        if (filter.id() != null || filter.isKey()) {
            return page(filter, after, 1, pageDeadline()).iterator();
        }
        List<MergedMembers.Source> sources = nodes(filter).stream()
                .<MergedMembers.Source>map(
                        node -> behind -> first(node, filter, behind, MergedMembers.PAGE, pageDeadline()))
                .toList();
        return new MergedMembers(sources, after);
    }

    private static long pageDeadline() {
        return System.nanoTime() + PAGE_TIMEOUT_NANOS;
    }
}
