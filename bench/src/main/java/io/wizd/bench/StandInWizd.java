package io.wizd.bench;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.wizd.db.JdbcAddress;
import io.wizd.server.DatabaseConfig;
import io.wizd.server.Server;
import io.wizd.server.ServerConfig;
import io.wizd.server.pipeline.ConnectionLimits;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** wizd on a configuration file, until {@code bin/wizd run --config} is there. */
final class StandInWizd {
    private StandInWizd() {}

    public static void main(String[] args) {
        Config wizd = ConfigFactory.parseFile(Path.of(args[0]).toFile()).getConfig("wizd");
        Config database = wizd.getConfig("database");
        List<DatabaseConfig.Node> partitions = database.getConfigList("partitions").stream()
                .map(node -> node(database, node.getString("name"), node.getString("url")))
                .toList();
        DatabaseConfig.External nodes =
                new DatabaseConfig.External(node(database, "main", database.getString("main.url")), partitions);
        ServerConfig config = new ServerConfig(
                "127.0.0.1",
                0,
                Path.of(wizd.getString("data")),
                ConnectionLimits.defaults(),
                10_000,
                10_000,
                10_000,
                new DatabaseConfig(Optional.of(nodes), 0, 2, 10_000));
        Server server = Server.start(config, new PrometheusMeterRegistry(PrometheusConfig.DEFAULT));
        Runtime.getRuntime().addShutdownHook(new Thread(server::close, "stop"));
        System.out.println("wizd ready on http://127.0.0.1:" + server.port() + " (data: " + config.data() + ")");
    }

    private static DatabaseConfig.Node node(Config database, String name, String url) {
        return new DatabaseConfig.Node(name, address(database, url, "owner"), address(database, url, "app"));
    }

    private static JdbcAddress address(Config database, String url, String account) {
        return new JdbcAddress(url, database.getString(account + ".user"), database.getString(account + ".password"));
    }
}
