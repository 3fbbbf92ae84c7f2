package io.wizd.server.nodes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.wizd.db.JdbcAddress;
import io.wizd.db.testing.Eventually;
import io.wizd.db.testing.Heard;
import io.wizd.event.NodeEvent.NodeUnusable;
import io.wizd.server.DatabaseConfig;
import io.wizd.server.KvConfig;
import io.wizd.server.Server;
import io.wizd.server.ServerConfig;
import io.wizd.server.setup.FirstStart;
import io.wizd.server.setup.SampleData;
import io.wizd.server.setup.StartException;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A start while a database is away, or refuses an account. */
class DatabaseAwayAtStartTest {
    private static final KvConfig KV = new KvConfig(0, false, 0, 0);

    private final Installation installation = new Installation("p1", "p2");

    @AfterEach
    void end() {
        installation.close();
    }

    @Test
    void aServerThatWasSetUpServesWhatItCanUntilMainIsBack() throws Exception {
        ServerConfig config = installation.config(KV, List.of("p1", "p2"), List.of());
        start(config).close();
        installation.takeAway("main");

        try (Server server = start(config)) {
            HttpResponse<String> ready = installation.get(server, "/health/ready");
            assertThat(ready.statusCode()).isEqualTo(503);
            assertThat(ready.body())
                    .contains("\"status\":\"down\"", "\"main\":\"away\"", "\"reasons\":{\"main\":\"no connection\"}")
                    .doesNotContain("127.0.0.1");
            assertThat(server.databasesAway()).isEqualTo(Map.of("main", "no connection"));
            assertThat(installation.get(server, "/health/live").statusCode()).isEqualTo(200);
            assertThat(installation.statusOfStranger(server)).isEqualTo(503);
            assertThat(installation.put(server, "a", "1").statusCode()).isEqualTo(201);

            installation.bringBack("main");

            Eventually.await(
                    "it is ready",
                    () -> installation.get(server, "/health/ready").statusCode() == 200);
            assertThat(installation.get(server, "/health/ready").body()).doesNotContain("reasons");
            assertThat(installation.statusOfStranger(server)).isEqualTo(401);
        }
    }

    @Test
    void allDatabasesMayBeAwayAtOnce() throws Exception {
        ServerConfig config = installation.config(KV, List.of("p1", "p2"), List.of());
        start(config).close();
        List.of("main", "p1", "p2").forEach(installation::takeAway);

        try (Server server = start(config)) {
            assertThat(installation.get(server, "/health/ready").statusCode()).isEqualTo(503);
            assertThat(installation.put(server, "a", "1").statusCode()).isEqualTo(503);

            List.of("main", "p1", "p2").forEach(installation::bringBack);

            Eventually.await(
                    "keys are written", () -> installation.put(server, "a", "1").statusCode() < 300);
            Eventually.await(
                    "it is ready",
                    () -> installation.get(server, "/health/ready").statusCode() == 200);
        }
    }

    @Test
    void theFirstStartEndsWithTheReason() {
        ServerConfig config = installation.config(KV, List.of("p1", "p2"), List.of());
        installation.takeAway("main");

        assertThatThrownBy(() -> start(config))
                .isInstanceOfSatisfying(
                        StartException.class, e -> assertThat(e.exitStatus()).isEqualTo(StartException.UNAVAILABLE))
                .hasMessageMatching("main: cannot connect to 127\\.0\\.0\\.1:\\d+: connection refused");
    }

    @Test
    void allDatabasesAreAskedBeforeTheFirstStartEnds() {
        DatabaseConfig.External sound = (DatabaseConfig.External) installation
                .config(KV, List.of("p1", "p2"), List.of())
                .database()
                .place();
        List<DatabaseConfig.Node> wrong = sound.partitions().stream()
                .map(node -> new DatabaseConfig.Node(node.name(), node.owner(), wrong(node.app()), node.loader()))
                .toList();
        ServerConfig config = installation.config(KV, new DatabaseConfig.External(sound.main(), wrong, List.of()));
        installation.silence("main");

        assertThatThrownBy(() -> start(config)).isInstanceOfSatisfying(StartException.class, e -> {
            assertThat(e.exitStatus()).isEqualTo(StartException.CONFIG);
            assertThat(e.lines())
                    .satisfiesExactly(
                            line -> assertThat(line).startsWith("main: ").endsWith(" does not answer"),
                            line -> assertThat(line).startsWith("p1: account wizd_app cannot use the database "),
                            line -> assertThat(line).startsWith("p2: account wizd_app cannot use the database "));
        });
    }

    @Test
    void aWrongPasswordOfAnyAccountIsSaid() throws Exception {
        DatabaseConfig.External sound = (DatabaseConfig.External)
                installation.config(KV, List.of("p1"), List.of()).database().place();
        DatabaseConfig.Node main = sound.main();
        for (DatabaseConfig.Node wrong : List.of(
                new DatabaseConfig.Node("main", wrong(main.owner()), main.app(), main.loader()),
                new DatabaseConfig.Node("main", main.owner(), wrong(main.app()), main.loader()),
                new DatabaseConfig.Node("main", main.owner(), main.app(), wrong(main.loader())))) {
            ServerConfig config =
                    installation.config(KV, new DatabaseConfig.External(wrong, sound.partitions(), List.of()));
            assertThatThrownBy(() -> start(config))
                    .isInstanceOfSatisfying(
                            StartException.class,
                            e -> assertThat(e.exitStatus()).isEqualTo(StartException.CONFIG))
                    .hasMessageContaining(" refused: Access denied for user 'wizd_");
        }
    }

    @Test
    void aPartitionThatComesBackIsNotUsedWhereItsKeysMayLieOnOneThatIsNotConfigured() throws Exception {
        start(installation.config(KV, List.of("p1", "p2"), List.of())).close();
        ServerConfig tooEarly = installation.config(KV, List.of("p1"), List.of());
        assertThatThrownBy(() -> start(tooEarly))
                .isInstanceOf(StartException.class)
                .hasMessageStartingWith("partition p2 still holds keys: ");
        start(installation.config(KV, List.of("p1", "p2"), List.of())).close();
        installation.takeAway("p1");

        try (Heard<NodeUnusable> unusable = Heard.of(NodeUnusable.class);
                Server server = start(tooEarly)) {
            installation.bringBack("p1");

            Eventually.await(
                    "it is said",
                    () -> unusable.texts().stream()
                            .anyMatch(text -> text.startsWith(
                                    "database p1 is reached but cannot be used: partition p2 still holds keys: ")));
            assertThat(installation.put(server, "a", "1").statusCode()).isEqualTo(503);
        }
    }

    private static JdbcAddress wrong(JdbcAddress account) {
        return new JdbcAddress(account.url(), account.user(), "wrong");
    }

    private static Server start(ServerConfig config) {
        return Server.start(
                config,
                new PrometheusMeterRegistry(PrometheusConfig.DEFAULT),
                List.of(),
                new FirstStart(config.data(), SampleData.none()));
    }
}
