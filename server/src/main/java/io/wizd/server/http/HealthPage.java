package io.wizd.server.http;

import io.wizd.db.Database;
import io.wizd.protocol.Json;
import io.wizd.protocol.Jsons;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** {@code /health/live} and {@code /health/ready}: whether to restart this server, and whether to send it requests. */
public final class HealthPage implements ServerPage {
    private final String path;
    private final List<Database> databases;

    private HealthPage(String path, List<Database> databases) {
        this.path = path;
        this.databases = databases;
    }

    /** 200 as long as the server answers at all. */
    public static HealthPage live() {
        return new HealthPage("/health/live", List.of());
    }

    /** 200 where every database answers, else 503 and which does not; it asks them all at the same time. */
    public static HealthPage ready(List<Database> databases) {
        return new HealthPage("/health/ready", List.copyOf(databases));
    }

    private record Health(String status, Map<String, String> databases) {}

    @Override
    public String path() {
        return path;
    }

    @Override
    public String mediaType() {
        return "application/json";
    }

    @Override
    public Content content() {
        Map<String, String> faults = faults();
        Map<String, String> states = new LinkedHashMap<>();
        for (Database database : databases) {
            states.put(database.name(), faults.getOrDefault(database.name(), "up"));
        }
        boolean well = faults.isEmpty();
        Json health = Jsons.write(new Health(well ? "up" : "down", states));
        return new Content(well ? 200 : 503, mediaType(), health.toString());
    }

    private Map<String, String> faults() {
        Map<String, String> faults = new ConcurrentHashMap<>();
        List<Thread> checks = databases.stream()
                .map(database -> Thread.ofVirtual()
                        .name("health " + database.name())
                        .start(() -> {
                            try {
                                database.check();
                            } catch (SQLException e) {
                                // Addresses and accounts stay in the log of the server.
                                faults.put(database.name(), "away");
                            }
                        }))
                .toList();
        try {
            for (Thread check : checks) {
                check.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the databases were asked", e);
        }
        return faults;
    }
}
