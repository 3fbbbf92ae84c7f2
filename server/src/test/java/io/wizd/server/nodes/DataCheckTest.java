package io.wizd.server.nodes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wizd.db.PartitionMap;
import io.wizd.server.DataCheck;
import io.wizd.server.DatabaseConfig;
import io.wizd.server.KvConfig;
import io.wizd.server.Server;
import io.wizd.server.ServerConfig;
import io.wizd.server.setup.StartException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a check finds in what is stored, and what it says is to be done. */
class DataCheckTest {
    private static final PartitionMap MAP = new PartitionMap(List.of("p1", "p2"), 0);

    /** Accounts whose members lie there. */
    private static final long ON_P1 = accountOf("p1");

    private static final long ON_P2 = accountOf("p2");

    /** A page of a partition, and two more members. */
    private static final int MANY = 10_002;

    private final Installation installation = new Installation("p1", "p2");
    private final ServerConfig config =
            installation.config(new KvConfig(0, false, 0, 0), List.of("p1", "p2"), List.of());
    private final DatabaseConfig.External nodes =
            (DatabaseConfig.External) config.database().place();

    private static long accountOf(String partition) {
        return LongStream.iterate(1, account -> account + 1)
                .filter(account -> MAP.nodes().get(MAP.ownerOf(account)).equals(partition))
                .findFirst()
                .orElseThrow();
    }

    /** A start has the partitions note by which list members lie. */
    @BeforeEach
    void start() throws SQLException {
        Installation.start(config).close();
        installation.execute("main", "UPDATE id_block SET next_id = 100001 WHERE name = 'member'");
    }

    @AfterEach
    void end() {
        installation.close();
    }

    @Test
    void soundMembersAreCountedWhateverThePagesAre() throws SQLException {
        assertThat(check()).isEqualTo(new DataCheck.Result(0, List.of()));

        add("p1", 100_000, ON_P1);
        addMany("p2");
        List<Long> progress = new ArrayList<>();

        assertThat(DataCheck.of(nodes, progress::add)).isEqualTo(new DataCheck.Result(MANY + 1, List.of()));
        assertThat(progress).containsExactly(4_096L, 8_192L);
    }

    @Test
    void anIdOnTwoPartitionsIsFoundOnEitherSideOfTheEndOfAPage() throws SQLException {
        addMany("p2");
        for (long id : List.of(1L, 10_000L, 10_001L, (long) MANY)) {
            add("p1", id, ON_P1);
        }

        List<String> findings = check().findings();

        assertThat(findings).hasSize(4);
        assertThat(findings.getFirst())
                .startsWith("id 1 is that of two members, of account ")
                .contains("account " + ON_P1 + " on p1", "account " + ON_P2 + " on p2", ": give one of them another");
        assertThat(findings.get(1)).startsWith("id 10000 ");
        assertThat(findings.get(2)).startsWith("id 10001 ");
        assertThat(findings.get(3)).startsWith("id 10002 ");
    }

    /** What the line says is to be done, done. */
    @Test
    void whatIsSaidMendsADoubledId() throws SQLException {
        add("p1", 17, ON_P1);
        add("p2", 17, ON_P2);
        String told = check().findings().getFirst();

        installation.execute("main", "CALL id_block_take('[{\"name\":\"member\",\"count\":1}]')");
        String partition = told.replaceFirst("(?s).*; in (p\\d), UPDATE .*", "$1");
        installation.execute(
                partition, told.replaceFirst("(?s).*(UPDATE member .*)", "$1").replace("THAT", "100001"));

        assertThat(check().findings()).isEmpty();
    }

    @Test
    void manyDoubledIdsAreAHundredLinesAndACount() throws SQLException {
        addMany("p1");
        addMany("p2");

        List<String> findings = check().findings();

        assertThat(findings).hasSize(101);
        assertThat(findings.getLast()).isEqualTo("and 9,902 more of this kind");
    }

    @Test
    void anIdThatMainWouldGiveAgainIsFoundAndTheCounterThatIsSaidMendsIt() throws SQLException {
        add("p1", 100_000, ON_P1);
        assertThat(check().findings()).isEmpty();

        add("p2", 100_001, ON_P2);
        String told = onlyFinding();
        assertThat(told)
                .startsWith(
                        "a member has the id 100001, which main has not given, and would give again (it goes on with"
                                + " 100001): in main, UPDATE id_block SET next_id = 100002 ");
        installation.execute("main", told.substring(told.indexOf("UPDATE")));
        assertThat(check().findings()).isEmpty();

        installation.execute(
                "main",
                "INSERT INTO request_id VALUES ('member-create', 'a', 200000, UTC_TIMESTAMP(6), REPEAT('0', 64))");
        assertThat(onlyFinding()).startsWith("a member has the id 200000, ");
        installation.execute("main", "DELETE FROM request_id");

        installation.execute("main", "INSERT INTO member_job (id, server, spec, report) VALUES (9, 'a', '{}', '{}')");
        assertThat(onlyFinding()).startsWith("a file of members has the id 9, ").contains("WHERE name = 'job'");
    }

    @Test
    void aCounterThatIsLostIsFound() throws SQLException {
        add("p1", 17, ON_P1);
        installation.execute("main", "DELETE FROM id_block WHERE name = 'member'");

        assertThat(onlyFinding())
                .startsWith("main has lost its counter of ids, so no member can be added: ")
                .endsWith("INSERT INTO id_block (name, next_id) VALUES ('member', N), with an N far above 17, the"
                        + " highest that is stored");
    }

    @Test
    void aMemberWhereListsOfItsAccountDoNotLookIsFound() throws SQLException {
        add("p1", 17, ON_P2);

        assertThat(onlyFinding())
                .startsWith("member 17 of account " + ON_P2 + " on p1 belongs on p2, ")
                .contains("GET /api/members/17/");
    }

    /** What is to be done there goes by the id. */
    @Test
    void theSameOfADoubledIdIsFoundOnceThatIsMended() throws SQLException {
        add("p1", 17, ON_P2);
        add("p2", 17, ON_P1);
        assertThat(onlyFinding()).startsWith("id 17 is that of two members, ");

        installation.execute("p2", "UPDATE member SET id = 18 WHERE id = 17");
        assertThat(check().findings())
                .satisfiesExactly(
                        line -> assertThat(line).startsWith("member 17 of account " + ON_P2 + " on p1 "),
                        line -> assertThat(line).startsWith("member 18 of account " + ON_P1 + " on p2 "));
    }

    @Test
    void partitionsThatDoNotAgreeWhereMembersLieAreFound() throws SQLException {
        installation.execute("p2", "UPDATE kv_node SET member_map = '{\"nodes\":[\"p2\"],\"copies\":0}'");
        add("p1", 17, ON_P2);

        assertThat(onlyFinding()).startsWith("the partitions do not agree by which list of partitions members lie: ");
        try (Server server = Installation.start(config)) {
            assertThat(server.port()).isPositive();
        }
        assertThat(onlyFinding()).startsWith("member 17 ");
    }

    @Test
    void withoutOneOfItsDatabasesNothingIsCalledSound() {
        DatabaseConfig.External lacking =
                new DatabaseConfig.External(nodes.main(), nodes.partitions().subList(0, 1), List.of());
        assertThatThrownBy(() -> DataCheck.of(lacking, members -> {}))
                .isInstanceOfSatisfying(
                        StartException.class, e -> assertThat(e.exitStatus()).isEqualTo(StartException.CONFIG));

        installation.takeAway("p2");
        assertThatThrownBy(this::check)
                .isInstanceOfSatisfying(
                        StartException.class, e -> assertThat(e.exitStatus()).isEqualTo(StartException.UNAVAILABLE))
                .hasMessageStartingWith("p2: cannot connect to ");
    }

    private DataCheck.Result check() {
        return DataCheck.of(nodes, members -> {});
    }

    private String onlyFinding() {
        List<String> findings = check().findings();
        assertThat(findings).hasSize(1);
        return findings.getFirst();
    }

    private void add(String partition, long id, long account) throws SQLException {
        installation.execute(
                partition, "INSERT INTO member VALUES (%1$d, 'Ada', 'King', '44', %1$d, %2$d)".formatted(id, account));
    }

    /** Those with the ids from 1 on, all where they belong. */
    private void addMany(String partition) throws SQLException {
        String digits = "(SELECT 0 AS d UNION SELECT 1 UNION SELECT 2 UNION SELECT 3 UNION SELECT 4 UNION SELECT 5"
                + " UNION SELECT 6 UNION SELECT 7 UNION SELECT 8 UNION SELECT 9)";
        installation.execute(
                partition,
                "INSERT INTO member SELECT id, 'Ada', 'King', '44', id, %d FROM (SELECT 1 + a.d + 10 * b.d + 100 * c.d + 1000 * e.d AS id FROM %2$s AS a, %2$s AS b, %2$s AS c, %2$s AS e) AS ids"
                        .formatted(partition.equals("p1") ? ON_P1 : ON_P2, digits));
        for (int id = 10_001; id <= MANY; id++) {
            add(partition, id, partition.equals("p1") ? ON_P1 : ON_P2);
        }
    }
}
