package io.wizd.server.nodes;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.wizd.db.Schema;
import io.wizd.db.testing.Door;
import io.wizd.db.testing.Sql;
import io.wizd.db.testing.TestDatabase;
import io.wizd.db.testing.TestMariaDb;
import io.wizd.handlers.accounts.AccountSettings;
import io.wizd.server.AccessConfig;
import io.wizd.server.BudgetConfig;
import io.wizd.server.DatabaseConfig;
import io.wizd.server.FibConfig;
import io.wizd.server.KvConfig;
import io.wizd.server.Server;
import io.wizd.server.ServerConfig;
import io.wizd.server.UploadConfig;
import io.wizd.server.connection.ConnectionLimits;
import io.wizd.server.connection.TrustedProxies;
import io.wizd.server.logfile.AccessLogConfig;
import io.wizd.server.testing.TestFolders;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Databases of an installation, each behind a door, and servers on them; all end with the test. */
final class Installation implements AutoCloseable {
    private static final String MAIN = "main";

    private final Map<String, Place> places = new LinkedHashMap<>();
    private final HttpClient client = HttpClient.newHttpClient();

    private record Place(TestDatabase database, Door door) {
        static Place fresh(Schema schema) {
            TestDatabase database = TestMariaDb.server().freshDatabase(schema);
            return new Place(database, new Door(database.app()));
        }

        DatabaseConfig.Node node(String name) {
            return new DatabaseConfig.Node(
                    name,
                    door.through(database.owner()),
                    door.through(database.app()),
                    door.through(database.loader()));
        }
    }

    Installation(String... names) {
        places.put(MAIN, Place.fresh(Schema.MAIN));
        for (String name : names) {
            places.put(name, Place.fresh(Schema.PARTITION));
        }
    }

    /** What a configuration says of these partitions, without any that leaves. */
    ServerConfig config(KvConfig kv, List<String> staying, List<String> leaving) {
        DatabaseConfig.External place = new DatabaseConfig.External(
                place(MAIN).node(MAIN),
                staying.stream().map(name -> place(name).node(name)).toList(),
                leaving.stream().map(name -> place(name).node(name)).toList());
        return config(kv, place);
    }

    /** The same with databases that somebody else names. */
    ServerConfig config(KvConfig kv, DatabaseConfig.External place) {
        return new ServerConfig(
                "127.0.0.1",
                0,
                TrustedProxies.NONE,
                AccessConfig.DEFAULT,
                new AccessLogConfig(AccessLogConfig.Format.NONE, Path.of("access.log")),
                TestFolders.newFolder(),
                new UploadConfig(1 << 20, 1 << 20, 200, 1 << 20),
                ConnectionLimits.defaults(),
                BudgetConfig.usual(),
                1_000,
                10_000,
                5_000,
                new DatabaseConfig(place, 2, 1_000),
                kv,
                new FibConfig(10_000, 100_000),
                AccountSettings.DEFAULT);
    }

    private Place place(String name) {
        return Objects.requireNonNull(places.get(name), name);
    }

    static Server start(ServerConfig config) {
        return Server.start(config, new PrometheusMeterRegistry(PrometheusConfig.DEFAULT));
    }

    void takeAway(String name) {
        place(name).door.shut();
    }

    /** It takes connections and says nothing. */
    void silence(String name) {
        place(name).door.hold();
    }

    void bringBack(String name) {
        place(name).door.open();
    }

    /** How many rows a table of a partition has. */
    long rows(String name, String table) throws SQLException {
        return Long.parseLong(Sql.query(place(name).database.owner(), "SELECT COUNT(*) FROM " + table));
    }

    /** A statement in a partition, or in main, with all rights there. */
    void execute(String name, String sql) throws SQLException {
        Sql.execute(place(name).database.owner(), sql);
    }

    TestDatabase main() {
        return place(MAIN).database;
    }

    HttpResponse<String> put(Server server, String key, String json) throws Exception {
        return client.send(
                request(server, "/kv/" + key)
                        .header("Content-Type", "application/json")
                        .PUT(BodyPublishers.ofString(json))
                        .build(),
                BodyHandlers.ofString());
    }

    HttpResponse<String> get(Server server, String path) throws Exception {
        return client.send(request(server, path).build(), BodyHandlers.ofString());
    }

    /** What a client with a wrong password gets: to tell that it is wrong, main is asked. */
    int statusOfStranger(Server server) throws Exception {
        HttpRequest request = request(server, "/api/jobs/1")
                .header("Authorization", "Basic bm9ib2R5Om5vYm9keQ==")
                .build();
        return client.send(request, BodyHandlers.discarding()).statusCode();
    }

    /** The value of a line of {@code /metrics}. */
    double metric(Server server, String name, String node) throws Exception {
        String start = name + "{node=\"" + node + "\"} ";
        return get(server, "/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith(start))
                .mapToDouble(line -> Double.parseDouble(line.substring(start.length())))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no line " + start));
    }

    private static HttpRequest.Builder request(Server server, String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path));
    }

    @Override
    public void close() {
        client.close();
        places.values().forEach(place -> {
            place.door.close();
            place.database.close();
        });
    }
}
