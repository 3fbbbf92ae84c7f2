package io.wizd.bench.reference;

import io.wizd.bench.KeyOwners;
import io.wizd.bench.MemberCrowd;
import io.wizd.client.load.NumberRange;
import java.sql.SQLException;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Members by one of their columns: a plain SELECT over JDBC, on each node that may have them in turn. Every column of the
 * rows is read, and nothing is made of it.
 */
public final class JdbcLookups {
    /** Of a page, as wizd has it where nothing is said. */
    public static final int LIMIT = 100;

    private JdbcLookups() {}

    /** What is known of the members. */
    public enum By {
        /** The id. */
        ID("id", "id", "id", MemberCrowd::ids, 1),
        /** The phone number. */
        PH("ph", "phone_number", "id", MemberCrowd::phones, 1),
        /** The client_member_id. */
        CMID("cmid", "client_member_id", "id", MemberCrowd::clientMemberIds, 1),
        /** The account, which lies on one node. */
        AID("aid", "account_id", "client_member_id", MemberCrowd::accountIds, LIMIT);

        private final String parameter;
        private final String column;
        private final String order;
        private final Function<MemberCrowd, NumberRange> range;
        private final int found;

        By(String parameter, String column, String order, Function<MemberCrowd, NumberRange> range, int found) {
            this.parameter = parameter;
            this.column = column;
            this.order = order;
            this.range = range;
            this.found = found;
        }

        /** The name of the query parameter. */
        public String parameter() {
            return parameter;
        }

        /** The numbers to ask for. */
        public NumberRange range(MemberCrowd crowd) {
            return range.apply(crowd);
        }

        /** How many members each of them finds, on the first page. */
        public int found() {
            return found;
        }

        private String select() {
            // A phone number is text: compared with a number, its index would be of no use.
            return "SELECT %s FROM member WHERE %s = CAST(? AS %s) ORDER BY %s LIMIT %d"
                    .formatted(
                            String.join(", ", MemberCrowd.columns()),
                            column,
                            this == PH ? "CHAR CHARACTER SET ascii" : "SIGNED",
                            order,
                            LIMIT);
        }
    }

    /** Arguments: by what, how many members there are, then the nodes. */
    public static void main(String[] args) throws Exception {
        Orders orders = new Orders(args, 2);
        By by = By.valueOf(args[0]);
        NumberRange range = by.range(new MemberCrowd(Integer.parseInt(args[1])));
        try (KeyOwners owners = new KeyOwners(orders.nodes());
                JdbcThreads threads = new JdbcThreads(orders.nodes(), by.select())) {
            List<Integer> all =
                    IntStream.range(0, orders.nodes().size()).boxed().toList();
            orders.obey(durationMs -> {
                long endNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(durationMs);
                return threads.carryOut(caller -> {
                    SplittableRandom random = new SplittableRandom();
                    JdbcThreads.Counted counted = new JdbcThreads.Counted();
                    long begunNanos = System.nanoTime();
                    while (begunNanos < endNanos) {
                        long n = random.nextLong(range.min(), range.max() + 1);
                        String error = lookUp(caller, by == By.AID ? List.of(owners.ownerOf(n)) : all, n, by.found);
                        long endedNanos = System.nanoTime();
                        counted.add(1, endedNanos - begunNanos, error);
                        begunNanos = endedNanos;
                    }
                    return counted;
                });
            });
        }
    }

    private static String lookUp(JdbcCaller caller, List<Integer> nodes, long n, int expected) {
        try {
            int found = 0;
            for (int node : nodes) {
                found += caller.select(node, n);
            }
            return found == expected ? "" : found + " members of " + n + " instead of " + expected;
        } catch (SQLException e) {
            return String.valueOf(e.getMessage());
        }
    }
}
