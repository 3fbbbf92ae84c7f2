package io.wizd.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.wizd.db.JdbcAddress;
import io.wizd.db.Schema;
import io.wizd.db.testing.Door;
import io.wizd.db.testing.Eventually;
import io.wizd.db.testing.TestDatabase;
import io.wizd.db.testing.TestMariaDb;
import io.wizd.handlers.accounts.AccountSettings;
import io.wizd.server.connection.ConnectionLimits;
import io.wizd.server.connection.TrustedProxies;
import io.wizd.server.logfile.AccessLogConfig;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A partition that is away, or silent: the others serve, and it takes part as soon as it is back. */
@Execution(ExecutionMode.CONCURRENT)
class NodeAwayTest {
    @TempDir
    private Path folder;

    @Test
    void theOthersServeAndTheNodeIsMigratedWhenItIsBack() throws Exception {
        try (TestDatabase main = TestMariaDb.server().freshDatabase(Schema.MAIN);
                TestDatabase here = TestMariaDb.server().freshDatabase(Schema.PARTITION);
                TestDatabase away = TestMariaDb.server().emptyDatabase();
                Door door = new Door(away.app())) {
            door.shut();
            DatabaseConfig.External nodes = new DatabaseConfig.External(
                    node("main", main.owner(), main.app()),
                    List.of(
                            node("p1", here.owner(), here.app()),
                            node("p2", door.through(away.owner()), door.through(away.app()))),
                    List.of());
            try (Server server = Server.start(config(nodes), new PrometheusMeterRegistry(PrometheusConfig.DEFAULT))) {
                assertThat(setAll(server)).containsOnly(201, 503).contains(201, 503);

                door.open();

                Eventually.await("p2 takes part", () -> !setAll(server).contains(503));
            }
        }
    }

    @Test
    void aSilentPartitionHurtsNobodyElse() throws Exception {
        try (TestDatabase main = TestMariaDb.server().freshDatabase(Schema.MAIN);
                TestDatabase here = TestMariaDb.server().freshDatabase(Schema.PARTITION);
                TestDatabase silent = TestMariaDb.server().freshDatabase(Schema.PARTITION);
                Door door = new Door(silent.app())) {
            DatabaseConfig.External nodes = new DatabaseConfig.External(
                    node("main", main.owner(), main.app()),
                    List.of(
                            node("p1", here.owner(), here.app()),
                            node("p2", door.through(silent.owner()), door.through(silent.app()))),
                    List.of());
            try (Server server = Server.start(config(nodes), new PrometheusMeterRegistry(PrometheusConfig.DEFAULT))) {
                assertThat(setAll(server)).containsOnly(201);

                door.hold();

                // Every key of p1 still; those of p2 at their deadline at the latest.
                assertThat(setAll(server)).containsOnly(200, 503).contains(200, 503);
                HttpResponse<String> ready = get(server, "/health/ready");
                assertThat(ready.statusCode()).isEqualTo(200);
                assertThat(ready.body()).contains("degraded", "\"main\":\"up\",\"p1\":\"up\",\"p2\":\"away\"");

                door.open();

                Eventually.await("p2 takes part", () -> !setAll(server).contains(503));
                assertThat(get(server, "/health/ready").body()).contains("\"status\":\"up\"");
            }
        }
    }

    private static HttpResponse<String> get(Server server, String path) throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + server.port() + path);
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
        }
    }

    private static DatabaseConfig.Node node(String name, JdbcAddress owner, JdbcAddress app) {
        return new DatabaseConfig.Node(name, owner, app);
    }

    private ServerConfig config(DatabaseConfig.External nodes) {
        return new ServerConfig(
                "127.0.0.1",
                0,
                TrustedProxies.NONE,
                AccessConfig.DEFAULT,
                new AccessLogConfig(AccessLogConfig.Format.NONE, Path.of("access.log")),
                folder,
                new UploadConfig(1 << 20, 1 << 20, 200, 1 << 20),
                ConnectionLimits.defaults(),
                BudgetConfig.usual(),
                1_000,
                10_000,
                1_000,
                new DatabaseConfig(nodes, 2, 1_000),
                new KvConfig(0, false, 0, 0),
                new FibConfig(10_000, 100_000),
                AccountSettings.DEFAULT);
    }

    /** The answers to keys of both nodes. */
    private static List<Integer> setAll(Server server) throws IOException, InterruptedException {
        List<Integer> statuses = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            statuses.add(set(server, "key-" + i));
        }
        return statuses;
    }

    private static int set(Server server, String key) throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + server.port() + "/kv/" + key);
        HttpRequest request = HttpRequest.newBuilder(uri)
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofString("1"))
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<Void> response = client.send(request, BodyHandlers.discarding());
            assertThat(response.headers().firstValue("Retry-After").isPresent())
                    .isEqualTo(response.statusCode() == 503);
            return response.statusCode();
        }
    }
}
