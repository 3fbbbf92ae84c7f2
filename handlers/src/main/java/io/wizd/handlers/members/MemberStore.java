package io.wizd.handlers.members;

import io.wizd.db.Database;
import io.wizd.db.IdBlocks;
import io.wizd.db.Partitions;
import io.wizd.db.Procedure;
import io.wizd.db.Request;
import io.wizd.handlers.spec.Call;
import io.wizd.handlers.spec.Fingerprint;
import io.wizd.handlers.spec.Once;
import io.wizd.protocol.Effect;
import io.wizd.protocol.ErrorCode;
import io.wizd.protocol.Jsons;
import io.wizd.protocol.Reply;
import io.wizd.protocol.WizdException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes members to the nodes that own them. For virtual threads: its methods wait for the database. */
public final class MemberStore {
    /** Rows of one CALL, and so of one transaction. */
    private static final int CHUNK_ROWS = 1_000;

    private static final Procedure<Member> MEMBER_CREATE = Procedure.of("member_create", Member.class);
    private static final Procedure<Found> MEMBER_GET = Procedure.of("member_get", Found.class);
    private static final Procedure<Found> MEMBER_UPDATE = Procedure.single("member_update", Found.class);
    private static final Procedure<Deleted> MEMBER_DELETE = Procedure.single("member_delete", Deleted.class);
    private static final Procedure<Counts> MEMBER_PUT_ROWS = Procedure.single("member_put_rows", Counts.class);
    private static final Procedure<Kept> REQUEST_ID_KEEP = Procedure.of("request_id_keep", Kept.class);

    private final Database main;
    private final Partitions partitions;
    private final EveryNode everyNode;
    private final IdBlocks ids;

    public MemberStore(Database main, Partitions partitions) {
        this.main = main;
        this.partitions = partitions;
        this.everyNode = new EveryNode(partitions.nodes());
        this.ids = new IdBlocks(main, "member");
    }

    private record Keep(String type, String requestId, String fingerprint, long id) {}

    private record Kept(long id) {}

    private record Id(long id) {}

    /** One member, or none. */
    private record Found(List<Member> members) {
        boolean isOne() {
            return !members.isEmpty();
        }
    }

    private record Deleted(boolean deleted) {}

    private record Chunk(List<Member> rows) {}

    /** What became of rows. */
    record Counts(long inserted, long updated, long skipped) {
        Counts plus(Counts more) {
            return new Counts(inserted + more.inserted, updated + more.updated, skipped + more.skipped);
        }
    }

    /**
     * Adds one member. The same request with the same requestId gets the same id and reply, and the member is made once.
     *
     * @throws WizdException IDEMPOTENCY_MISMATCH where the requestId was given with another member
     */
    Reply<Member> create(NewMember member, Call call) {
        long id = ids.next(call.deadlineNanos());
        long kept = keptId(member, id, call);
        Database owner = partitions.ownerOf(member.account_id());
        Member withId = member.withId(kept);
        if (kept != id && isThere(kept, owner, call)) {
            return Reply.of(withId);
        }
        // With its id chosen, the row can be sent to the database as often as needed.
        Request request = new Request(Jsons.write(withId), Effect.IDEMPOTENT_WRITE, call.deadlineNanos());
        return owner.call(MEMBER_CREATE, member.key(), request);
    }

    /** The id that the first request with this requestId was given; bound to the member, so that nobody else gets it. */
    private long keptId(NewMember member, long id, Call call) {
        Once once = call.once();
        if (once == null) {
            return id;
        }
        Keep keep = new Keep("member-create", once.request(), Fingerprint.of(member), id);
        Request request = new Request(Jsons.write(keep), Effect.IDEMPOTENT_WRITE, call.deadlineNanos());
        return main.call(REQUEST_ID_KEEP, once.request(), request).await().id();
    }

    /** Whether the member was made, whatever its fields have become since. */
    private static boolean isThere(long id, Database owner, Call call) {
        return owner.call(MEMBER_GET, id, get(id, call.deadlineNanos())).await().isOne();
    }

    /**
     * The member with this id.
     *
     * @throws WizdException if no node has it, and one that may have it is away
     */
    Optional<Member> find(long id, long deadlineNanos) {
        return everyNode
                .ask(MEMBER_GET, id, get(id, deadlineNanos), Found::isOne)
                .map(found -> found.members().getFirst());
    }

    private static Request get(long id, long deadlineNanos) {
        return new Request(Jsons.write(new Id(id)), Effect.READ, deadlineNanos);
    }

    /**
     * Changes a member to the fields that are given, and gives it as it is then.
     *
     * @throws WizdException NOT_FOUND, MEMBER_EXISTS, or BAD_FIELD if the account is another
     */
    Member update(long id, Record fields, Call call) {
        return everyNode
                .ask(MEMBER_UPDATE, id, call.request(fields), Found::isOne)
                .orElseThrow(() -> noSuchMember(id))
                .members()
                .getFirst();
    }

    /** @throws WizdException NOT_FOUND */
    void delete(long id, Call call) {
        Request delete = call.request(new Id(id));
        boolean isDeleted =
                everyNode.ask(MEMBER_DELETE, id, delete, Deleted::deleted).isPresent();
        // Where it has begun before, it may be gone by that; nobody has its id ever again.
        if (!isDeleted && (call.once() == null || !call.once().isAgain())) {
            throw noSuchMember(id);
        }
    }

    static WizdException noSuchMember(long id) {
        return WizdException.of(ErrorCode.NOT_FOUND, "no such member: " + id);
    }

    /** Adds or updates rows, whose natural keys must all differ, in transactions of {@value #CHUNK_ROWS}. */
    Counts putRows(List<NewMember> rows, Call call) {
        Map<Database, List<Member>> byNode = new LinkedHashMap<>();
        long id = ids.take(Math.max(1, rows.size()), call.deadlineNanos());
        for (NewMember row : rows) {
            byNode.computeIfAbsent(partitions.ownerOf(row.account_id()), node -> new ArrayList<>())
                    .add(row.withId(id++));
        }
        List<Reply.Pending<Counts>> pending = new ArrayList<>();
        byNode.forEach((node, members) -> {
            for (int from = 0; from < members.size(); from += CHUNK_ROWS) {
                Chunk chunk = new Chunk(members.subList(from, Math.min(from + CHUNK_ROWS, members.size())));
                pending.add(node.call(MEMBER_PUT_ROWS, call.request(chunk)));
            }
        });
        return pending.stream().map(Reply.Pending::await).reduce(new Counts(0, 0, 0), Counts::plus);
    }
}
