package io.wizd.server;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.wizd.server.pipeline.ConnectionLimits;
import java.nio.file.Path;
import java.util.Optional;

/** {@code bin/wizd run}. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        ServerConfig config = new ServerConfig(
                "127.0.0.1",
                Integer.getInteger("port", 8003),
                Path.of(System.getProperty("data", "data")),
                ConnectionLimits.defaults(),
                10_000,
                10_000,
                10_000,
                new DatabaseConfig(Optional.empty(), 256 << 20, Integer.getInteger("conns", 2), 10_000));
        Server server = Server.start(config, new PrometheusMeterRegistry(PrometheusConfig.DEFAULT));
        Runtime.getRuntime().addShutdownHook(new Thread(server::close, "stop"));
        System.out.println("wizd ready on http://127.0.0.1:" + server.port() + " (data: " + config.data() + ")");
    }
}
