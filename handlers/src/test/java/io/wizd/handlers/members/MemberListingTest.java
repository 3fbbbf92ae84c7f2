package io.wizd.handlers.members;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.wizd.db.Database;
import io.wizd.db.Partitions;
import io.wizd.db.Schema;
import io.wizd.db.testing.Sql;
import io.wizd.db.testing.TestDatabase;
import io.wizd.db.testing.TestMariaDb;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages over two nodes, beside what a search through all members finds. */
@SuppressWarnings("NullAway.Init") // the fields are set before the tests
class MemberListingTest {
    private static final int ACCOUNTS = 6;
    private static final long FREQUENT = 1;

    private static final Map<String, TestDatabase> DATABASES = new TreeMap<>();
    private static final List<Member> ALL = new ArrayList<>();
    private static Partitions partitions;
    private static MemberListing listing;

    /** Of each phone number and client_member_id 1 to 60 members, so that some are few and some are many. */
    @BeforeAll
    static void open() throws SQLException {
        DATABASES.put("p1", TestMariaDb.server().freshDatabase(Schema.PARTITION));
        DATABASES.put("p2", TestMariaDb.server().freshDatabase(Schema.PARTITION));
        partitions = new Partitions(DATABASES.entrySet().stream()
                .map(node -> new Database(node.getKey(), node.getValue().app(), 2, 1_000, new SimpleMeterRegistry()))
                .toList());
        partitions.refresh();
        listing =
                new MemberListing(partitions, new MemberStore(partitions.nodes().getFirst(), partitions));
        for (int i = 0; i < 300; i++) {
            // Ids descend, so that no index has them in the order in which they came.
            Member member = new Member(
                    10_000 - i * 7L,
                    "Ada",
                    "King",
                    Long.toString(1 + (i * i) % 17),
                    1 + i / ACCOUNTS % 50,
                    1 + i % ACCOUNTS);
            ALL.add(member);
        }
        // The same client_member_id in more accounts than are read at once.
        for (int account = 100; account < 150; account++) {
            ALL.add(new Member(20_000 + account, "Eve", "King", "99", FREQUENT, account));
        }
        for (Member member : ALL) {
            TestDatabase node =
                    DATABASES.get(partitions.ownerOf(member.account_id()).name());
            assertThat(node).isNotNull();
            Sql.execute(
                    node.owner(),
                    "INSERT INTO member VALUES (%d, '%s', '%s', '%s', %d, %d)"
                            .formatted(
                                    member.id(),
                                    member.first_name(),
                                    member.last_name(),
                                    member.phone_number(),
                                    member.client_member_id(),
                                    member.account_id()));
        }
    }

    @AfterAll
    static void close() {
        partitions.close();
        DATABASES.values().forEach(TestDatabase::close);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 16, 17, 1_000})
    void everyCombinationOfConditionsFindsWhatASearchThroughAllFinds(int limit) {
        for (MemberFilter filter : combinations()) {
            Comparator<Member> order = filter.order() == ListCursor.Order.ID
                    ? Comparator.comparingLong(Member::id)
                    : Comparator.comparingLong(Member::client_member_id);
            assertThat(pages(filter, limit))
                    .as("%s in pages of %d", filter, limit)
                    .containsExactlyElementsOf(
                            ALL.stream().filter(filter::admits).sorted(order).toList());
        }
    }

    @Test
    void theWholeListIsThatOfItsPages() {
        for (MemberFilter filter : combinations()) {
            List<Member> whole = new ArrayList<>();
            listing.all(filter, ListCursor.parse(null, filter.order())).forEachRemaining(whole::add);
            assertThat(whole).as("%s", filter).containsExactlyElementsOf(pages(filter, 1_000));
        }
    }

    /** Those of a member, of one that is frequent, and of none; each alone and with each other. */
    private static List<MemberFilter> combinations() {
        Member some = ALL.get(123);
        List<MemberFilter> filters = new ArrayList<>();
        for (Long id : new Long[] {null, some.id(), 5L}) {
            for (String ph : new String[] {null, some.phone_number(), "99", "12345"}) {
                for (Long cmid : new Long[] {null, some.client_member_id(), FREQUENT, 777L}) {
                    for (Long aid : new Long[] {null, some.account_id(), 777L}) {
                        filters.add(new MemberFilter(id, ph, cmid, aid));
                    }
                }
            }
        }
        return filters;
    }

    private static List<Member> pages(MemberFilter filter, int limit) {
        List<Member> all = new ArrayList<>();
        ListCursor after = ListCursor.parse(null, filter.order());
        List<Member> page;
        do {
            page = listing.page(filter, after, limit, deadline());
            assertThat(page).hasSizeLessThanOrEqualTo(limit);
            all.addAll(page);
            after = page.isEmpty() ? after : after.behind(page.getLast());
        } while (!page.isEmpty());
        return all;
    }

    private static long deadline() {
        return System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    }

    /** A node looks at a thousand a CALL, so that nobody can keep it busy with one number for all members. */
    @Test
    void amongThousandsWithAPhoneNumberTheOneThatMeetsAnotherConditionIsFound() throws SQLException {
        String digits =
                " FROM (SELECT a.d + 10 * b.d + 100 * c.d + 1000 * d.d AS i FROM digit AS a, digit AS b, digit AS c,"
                        + " (SELECT 0 AS d UNION ALL SELECT 1) AS d) AS n";
        String ten = "WITH RECURSIVE digit AS (SELECT 0 AS d UNION ALL SELECT d + 1 FROM digit WHERE d < 9)";
        TestDatabase node = TestMariaDb.server().freshDatabase(Schema.PARTITION);
        try (Partitions one =
                new Partitions(List.of(new Database("p1", node.app(), 2, 1_000, new SimpleMeterRegistry())))) {
            one.refresh();
            Sql.execute(
                    node.owner(), "INSERT INTO member " + ten + " SELECT i + 1, 'Ada', 'King', 88, i + 1, 1" + digits);
            MemberListing many =
                    new MemberListing(one, new MemberStore(one.nodes().getFirst(), one));
            MemberFilter filter = new MemberFilter(null, "88", 1_900L, null);
            ListCursor begin = ListCursor.parse(null, filter.order());
            assertThat(many.page(filter, begin, 5, deadline()))
                    .extracting(Member::id)
                    .containsExactly(1_900L);
            assertThat(many.all(filter, begin))
                    .toIterable()
                    .extracting(Member::id)
                    .containsExactly(1_900L);
        } finally {
            node.close();
        }
    }

    /** What the search above cannot show: the members of the test are few and many as its names say. */
    @Test
    void someConditionsAreMetByFewAndSomeByMany() {
        assertThat(count(new MemberFilter(null, "99", null, null))).isEqualTo(50);
        assertThat(count(new MemberFilter(null, null, FREQUENT, null))).isGreaterThan(50);
        assertThat(count(new MemberFilter(null, ALL.get(123).phone_number(), null, null)))
                .isGreaterThan(16);
        assertThat(Stream.of(50L, 49L).map(cmid -> count(new MemberFilter(null, null, cmid, null))))
                .allSatisfy(few -> assertThat(few).isBetween(1L, 16L));
    }

    private static long count(MemberFilter filter) {
        return ALL.stream().filter(filter::admits).count();
    }
}
