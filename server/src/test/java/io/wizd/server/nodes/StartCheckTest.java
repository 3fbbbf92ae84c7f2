package io.wizd.server.nodes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wizd.db.JdbcAddress;
import io.wizd.db.testing.Sql;
import io.wizd.db.testing.TestMariaDb;
import io.wizd.handlers.HandlerPlugin;
import io.wizd.handlers.ops.PingHandler;
import io.wizd.server.DatabaseConfig;
import io.wizd.server.DatabaseStatus;
import io.wizd.server.KvConfig;
import io.wizd.server.RunningNodes;
import io.wizd.server.Server;
import io.wizd.server.ServerConfig;
import io.wizd.server.StartCheck;
import io.wizd.server.setup.StartException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is found beside a running server, before it is stopped; and how its databases are. */
class StartCheckTest {
    private static final KvConfig KV = new KvConfig(0, false, 0, 0);

    private final Installation installation = new Installation("p1", "p2");
    private final ServerConfig config = installation.config(KV, List.of("p1", "p2"), List.of());
    private final DatabaseConfig.External sound =
            (DatabaseConfig.External) config.database().place();

    @AfterEach
    void end() {
        installation.close();
    }

    @Test
    void nothingIsFoundAndNothingChangedWhereAllIsWell() throws Exception {
        try (Server server = Installation.start(config)) {
            assertThat(installation.put(server, "a", "1").statusCode()).isEqualTo(201);
            String history = "SELECT COUNT(*) FROM flyway_schema_history";
            String before = Sql.query(installation.main().owner(), history);

            StartCheck check = new StartCheck(config);
            assertThat(check.databases()).isEmpty();
            check.plugins(List.of());

            assertThat(Sql.query(installation.main().owner(), history)).isEqualTo(before);
            assertThat(installation.put(server, "a", "2").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void aWrongPasswordOfTheAppAccountIsFoundOnMainAndOnAPartition() {
        DatabaseConfig.Node main = sound.main();
        DatabaseConfig.Node p1 = sound.partitions().getFirst();
        assertThatThrownBy(() -> check(new DatabaseConfig.External(
                                new DatabaseConfig.Node("main", main.owner(), wrong(main.app()), main.loader()),
                                sound.partitions(),
                                List.of()))
                        .databases())
                .isInstanceOfSatisfying(
                        StartException.class, e -> assertThat(e.exitStatus()).isEqualTo(StartException.CONFIG))
                .hasMessageContaining("Access denied for user 'wizd_app'");
        assertThatThrownBy(() -> check(new DatabaseConfig.External(
                                main,
                                List.of(new DatabaseConfig.Node("p1", p1.owner(), wrong(p1.app()), p1.loader())),
                                List.of()))
                        .databases())
                .isInstanceOf(StartException.class)
                .hasMessageContaining("Access denied for user 'wizd_app'");
    }

    @Test
    void allThatKeepsAStartFromAnyDatabaseIsToldAtOnceAndEachReasonOnce() {
        DatabaseConfig.Node p1 = sound.partitions().getFirst();
        DatabaseConfig.Node p2 = sound.partitions().getLast();
        installation.takeAway("main");

        assertThatThrownBy(() -> check(new DatabaseConfig.External(
                                sound.main(),
                                List.of(
                                        new DatabaseConfig.Node("p1", p1.owner(), wrong(p1.app()), wrong(p1.loader())),
                                        new DatabaseConfig.Node("p2", p2.owner(), wrong(p2.app()), p2.loader())),
                                List.of()))
                        .databases())
                .isInstanceOfSatisfying(StartException.class, e -> {
                    assertThat(e.exitStatus()).isEqualTo(StartException.CONFIG);
                    assertThat(e.lines())
                            .satisfiesExactly(
                                    line -> assertThat(line).startsWith("main: cannot connect to "),
                                    line -> assertThat(line).startsWith("p1: account wizd_app cannot use the "),
                                    line -> assertThat(line).startsWith("p1: account wizd_loader cannot use the "),
                                    line -> assertThat(line).startsWith("p2: account wizd_app cannot use the "));
                });
    }

    @Test
    void aPartitionLineThatIsRemovedTooEarlyIsFound() {
        try (Server server = Installation.start(config)) {
            assertThat(server.port()).isPositive();
            assertThatThrownBy(() -> check(new DatabaseConfig.External(
                                    sound.main(), sound.partitions().subList(0, 1), List.of()))
                            .databases())
                    .isInstanceOfSatisfying(
                            StartException.class,
                            e -> assertThat(e.exitStatus()).isEqualTo(StartException.CONFIG))
                    .hasMessageStartingWith("partition p2 still holds keys: ");
        }
    }

    @Test
    void aPartitionThatIsAwayIsToldAndMainThatIsAwayIsRefused() {
        installation.takeAway("p2");
        assertThat(new StartCheck(config).databases())
                .singleElement()
                .asString()
                .startsWith("partition p2 is away: cannot connect to 127.0.0.1:")
                .endsWith(": connection refused");

        installation.takeAway("main");
        assertThatThrownBy(() -> new StartCheck(config).databases()).isInstanceOfSatisfying(StartException.class, e -> {
            assertThat(e.exitStatus()).isEqualTo(StartException.UNAVAILABLE);
            assertThat(e.lines())
                    .satisfiesExactly(
                            line -> assertThat(line)
                                    .matches("main: cannot connect to 127\\.0\\.0\\.1:\\d+: connection refused"),
                            line -> assertThat(line)
                                    .matches("p2: cannot connect to 127\\.0\\.0\\.1:\\d+: connection refused"));
        });
    }

    @Test
    void aPluginThatDoesNotGoWithTheOthersIsFound() {
        HandlerPlugin twice = context -> List.of(new PingHandler(context.version()));

        assertThatThrownBy(() -> new StartCheck(config).plugins(List.of(twice)))
                .isInstanceOfSatisfying(
                        StartException.class, e -> assertThat(e.exitStatus()).isEqualTo(StartException.CONFIG))
                .hasMessageStartingWith("a plugin does not go with the other handlers: ");
        assertThatThrownBy(() -> new StartCheck(config).pluginsWithoutDatabases(List.of(twice)))
                .isInstanceOf(StartException.class)
                .hasMessageStartingWith("a plugin does not go with the other handlers: ");
        assertThat(new StartCheck(config).pluginsWithoutDatabases(List.of())).isEmpty();
    }

    @Test
    void theStatusOfADatabaseHasItsAccountsSchemaAndSettings() {
        DatabaseConfig.Node main = sound.main();
        DatabaseConfig.Node wrong = new DatabaseConfig.Node("main", main.owner(), wrong(main.app()), main.loader());
        installation.takeAway("p2");

        List<DatabaseStatus> all = DatabaseStatus.of(new DatabaseConfig.External(wrong, sound.partitions(), List.of()));

        assertThat(all).extracting(DatabaseStatus::name).containsExactly("main", "p1", "p2");
        assertThat(all.getFirst()).satisfies(status -> {
            assertThat(status.reachedBy()).containsExactly("wizd_owner", "wizd_loader");
            assertThat(status.isReached()).isFalse();
            assertThat(status.isRefused()).isTrue();
            assertThat(status.problems()).anyMatch(line -> line.contains("Access denied for user 'wizd_app'"));
        });
        assertThat(all.get(1)).satisfies(status -> {
            assertThat(status.reachedBy()).containsExactly("wizd_owner", "wizd_app", "wizd_loader");
            assertThat(status.isReached()).isTrue();
            assertThat(status.isRefused()).isFalse();
            assertThat(status.schema()).isNotNull();
            assertThat(status.schema().version()).isEqualTo("004");
            assertThat(status.schema().pending()).isEmpty();
            assertThat(status.facts()).isNotNull();
            assertThat(status.facts().version()).startsWith("MariaDB ");
        });
        assertThat(all.getLast()).satisfies(status -> {
            assertThat(status.reachedBy()).isEmpty();
            assertThat(status.isRefused()).isFalse();
            assertThat(status.schema()).isNull();
            assertThat(status.problems())
                    .singleElement()
                    .asString()
                    .startsWith("cannot connect to 127.0.0.1:")
                    .endsWith(": connection refused");
        });
    }

    @Test
    void silentDatabasesAreAskedAtOnceAndEachSaysSoOnce() {
        installation.silence("main");
        installation.silence("p2");

        List<DatabaseStatus> all = DatabaseStatus.of(sound);

        assertThat(all.get(1).isReached()).isTrue();
        for (DatabaseStatus silent : List.of(all.getFirst(), all.getLast())) {
            assertThat(silent.isReached()).isFalse();
            assertThat(silent.problems()).containsExactly(silent.node().app().server() + " does not answer");
        }
    }

    @Test
    void theToolsBesideAServerSayOfMainWhatTheStatusSays() {
        DatabaseConfig.Node main = sound.main();
        ServerConfig refused = installation.config(
                KV,
                new DatabaseConfig.External(
                        new DatabaseConfig.Node("main", main.owner(), wrong(main.app()), main.loader()),
                        sound.partitions(),
                        List.of()));
        assertThatThrownBy(() -> RunningNodes.open(refused))
                .isInstanceOfSatisfying(
                        StartException.class, e -> assertThat(e.exitStatus()).isEqualTo(StartException.CONFIG))
                .hasMessageContaining("Access denied for user 'wizd_app'");

        installation.silence("main");
        assertThatThrownBy(() -> RunningNodes.open(config))
                .isInstanceOfSatisfying(
                        StartException.class, e -> assertThat(e.exitStatus()).isEqualTo(StartException.UNAVAILABLE))
                .hasMessage("main: "
                        + DatabaseStatus.of(sound).getFirst().problems().getFirst());
    }

    @Test
    void whatTheStatusCallsWrongIsToldBesideAStart() throws Exception {
        JdbcAddress admin = TestMariaDb.server().admin();
        // Little enough to be told, and enough for the tests beside this one.
        Sql.execute(admin, "SET GLOBAL max_allowed_packet = 63 * 1024 * 1024");
        try {
            List<String> notes = new StartCheck(config).databases();
            assertThat(notes)
                    .contains(
                            "main: max_allowed_packet is below 64 MiB: values of 16 MiB do not fit",
                            "p2: max_allowed_packet is below 64 MiB: values of 16 MiB do not fit");
            assertThat(notes)
                    .containsExactlyElementsOf(DatabaseStatus.of(sound).stream()
                            .flatMap(status -> status.problems().stream().map(line -> status.name() + ": " + line))
                            .toList());
        } finally {
            Sql.execute(admin, "SET GLOBAL max_allowed_packet = 64 * 1024 * 1024");
        }
    }

    private StartCheck check(DatabaseConfig.External place) {
        return new StartCheck(installation.config(KV, place));
    }

    private static JdbcAddress wrong(JdbcAddress account) {
        return new JdbcAddress(account.url(), account.user(), "wrong");
    }
}
