package io.wizd.server;

import io.wizd.db.DatabaseProbe;
import io.wizd.db.IdCounter;
import io.wizd.db.MemberIds;
import io.wizd.db.NodeState;
import io.wizd.db.PartitionMap;
import io.wizd.server.nodes.KnownNodes;
import io.wizd.server.setup.StartException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Whether the members that are stored are sound: no id twice, on whichever partitions; none that main has still to give; each on the
 * partition of its account. All partitions are read side by side in the order of the ids, a page of each at a time. Changes nothing,
 * and may run beside servers. For one run, by one thread, which waits for the databases.
 */
public final class DataCheck {
    /** Members between two looks of whoever watches. */
    private static final int STRIDE = 4_096;

    private final DatabaseConfig.External nodes;
    private final Findings findings = new Findings();
    private @Nullable PartitionMap memberMap;
    private long members;
    private long highestId;

    private DataCheck(DatabaseConfig.External nodes) {
        this.nodes = nodes;
    }

    /**
     * What came of it.
     *
     * @param members that were looked at
     * @param findings what is wrong and what to do, a line each; of many that are alike the first hundred, and how many more
     */
    public record Result(long members, List<String> findings) {}

    /**
     * Looks at all databases.
     *
     * @param progress hears now and then how many members were read
     * @throws StartException if an account does not reach its database, or a partition is not in the configuration
     * @throws io.wizd.db.AccountException if a database does not answer to the end
     */
    public static Result of(DatabaseConfig.External nodes, LongConsumer progress) {
        DatabaseAccess.require(nodes.all());
        DataCheck check = new DataCheck(nodes);
        check.findMemberMap();
        check.readMembers(progress);
        // After the members: what main gives meanwhile is not taken for an id that it did not give.
        check.checkCounter(IdCounter.Kind.MEMBER, check.highestId, "member");
        check.checkCounter(IdCounter.Kind.JOB, 0, "file of members");
        return new Result(check.members, check.findings.lines());
    }

    private void findMemberMap() {
        Map<String, PartitionMap> maps = new LinkedHashMap<>();
        for (DatabaseConfig.Node node : nodes.nodes()) {
            NodeState state = DatabaseProbe.nodeState(node.app()).orElse(null);
            if (state != null) {
                KnownNodes.require(nodes.nodeNames(), state);
                if (state.memberMap() != null) {
                    maps.put(node.name(), PartitionMap.parse(state.memberMap()));
                }
            }
        }
        List<PartitionMap> different = maps.values().stream().distinct().toList();
        if (different.size() == 1) {
            memberMap = different.getFirst();
        } else if (!different.isEmpty()) {
            findings.add(
                    "maps",
                    () -> "the partitions do not agree by which list of partitions members lie: " + maps
                            + "; so it was not checked whether each lies where it belongs: start a server while all of them"
                            + " answer, which settles that, and check again");
        }
    }

    private void readMembers(LongConsumer progress) {
        List<Head> all = new ArrayList<>();
        try {
            nodes.nodes().forEach(node -> all.add(new Head(node.name(), MemberIds.of(node.loader()))));
            merge(all, progress);
        } finally {
            all.forEach(head -> head.rest.close());
        }
    }

    /** The members of a partition that are still to be looked at. */
    private record Head(String partition, MemberIds rest) {
        long id() {
            return rest.id();
        }
    }

    private void merge(List<Head> all, LongConsumer progress) {
        PriorityQueue<Head> heads = new PriorityQueue<>(Comparator.comparingLong(Head::id));
        all.stream().filter(head -> head.rest.next()).forEach(heads::add);
        Member before = null;
        boolean isDoubled = false;
        for (Head head = heads.poll(); head != null; head = heads.poll()) {
            Member member = new Member(head.id(), head.rest.accountId(), head.partition);
            if (before != null && before.id == member.id) {
                findDoubled(before, member);
                isDoubled = true;
            } else {
                if (!isDoubled) {
                    requirePlace(before);
                }
                isDoubled = false;
            }
            before = member;
            if (++members % STRIDE == 0) {
                progress.accept(members);
            }
            if (head.rest.next()) {
                heads.add(head);
            }
        }
        if (!isDoubled) {
            requirePlace(before);
        }
        highestId = before == null ? 0 : before.id;
    }

    private record Member(long id, long account, String partition) {
        @Override
        public String toString() {
            return "account " + account + " on " + partition;
        }
    }

    private void findDoubled(Member one, Member other) {
        findings.add(
                "doubled",
                () -> "id " + one.id + " is that of two members, of " + one + " and of " + other
                        + ": give one of them another, and until then change or delete neither by its id: in main, CALL"
                        + " id_block_take('[{\"name\":\"member\",\"count\":1}]') gives one; in " + other.partition
                        + ", UPDATE member SET id = THAT WHERE id = " + other.id);
    }

    /** @param member no other has its id, for what is said to be done goes by that */
    private void requirePlace(@Nullable Member member) {
        if (memberMap == null || member == null) {
            return;
        }
        String owner = memberMap.nodes().get(memberMap.ownerOf(member.account));
        if (!owner.equals(member.partition)) {
            findings.add(
                    "misplaced",
                    () -> "member " + member.id + " of " + member + " belongs on " + owner
                            + ", where lists of its account look for it: note its fields (GET /api/members/" + member.id
                            + "/), delete it and add it again");
        }
    }

    /** @param highestElsewhere the highest id of that kind that is stored outside of main */
    private void checkCounter(IdCounter.Kind kind, long highestElsewhere, String what) {
        IdCounter counter = IdCounter.of(kind, nodes.main().loader());
        long highest = Math.max(counter.highest(), highestElsewhere);
        String ofKind = " WHERE name = '" + kind.counter() + "'";
        if (counter.next().isEmpty()) {
            findings.add(
                    "counters",
                    () -> "main has lost its counter of ids, so no " + what + " can be added: stop all servers, and in"
                            + " main INSERT INTO id_block (name, next_id) VALUES ('" + kind.counter() + "', N), with an"
                            + " N far above " + highest + ", the highest that is stored");
        } else if (highest >= counter.next().getAsLong()) {
            findings.add(
                    "counters",
                    () -> "a " + what + " has the id " + highest
                            + ", which main has not given, and would give again (it"
                            + " goes on with " + counter.next().getAsLong()
                            + "): in main, UPDATE id_block SET next_id = "
                            + (highest + 1) + ofKind + " AND next_id <= " + highest);
        }
    }

    /** Of each kind the first hundred as lines; the others are counted. */
    private static final class Findings {
        private static final int MOST_LINES = 100;

        private final Map<String, List<String>> lines = new LinkedHashMap<>();
        private final Map<String, Long> counts = new LinkedHashMap<>();

        void add(String kind, Supplier<String> line) {
            if (counts.merge(kind, 1L, Long::sum) <= MOST_LINES) {
                lines.computeIfAbsent(kind, first -> new ArrayList<>()).add(line.get());
            }
        }

        List<String> lines() {
            List<String> all = new ArrayList<>();
            lines.forEach((kind, told) -> {
                all.addAll(told);
                long more = counts.getOrDefault(kind, 0L) - told.size();
                if (more > 0) {
                    all.add(String.format(Locale.ROOT, "and %,d more of this kind", more));
                }
            });
            return all;
        }
    }
}
