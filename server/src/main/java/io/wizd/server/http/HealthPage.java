package io.wizd.server.http;

import io.wizd.db.Database;
import io.wizd.protocol.Json;
import io.wizd.protocol.Jsons;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** {@code /health/live} and {@code /health/ready}: whether to restart this server, and whether to send it requests. */
public final class HealthPage implements ServerPage {
    private final String path;
    private final List<Database> main;
    private final List<Database> partitions;

    private HealthPage(String path, List<Database> main, List<Database> partitions) {
        this.path = path;
        this.main = main;
        this.partitions = partitions;
    }

    /** 200 as long as the server answers at all. */
    public static HealthPage live() {
        return new HealthPage("/health/live", List.of(), List.of());
    }

    /**
     * 200 where every database answers, and also, with the status degraded, where some partition does not: this server
     * serves the others, and any other server would serve no more. 503 where main or all partitions are away. It asks
     * them all at the same time.
     */
    public static HealthPage ready(Database main, List<Database> partitions) {
        return new HealthPage("/health/ready", List.of(main), List.copyOf(partitions));
    }

    @Override
    public boolean needsBudget() {
        return !main.isEmpty();
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
        Map<Database, String> faults = faults();
        Map<String, String> states = new LinkedHashMap<>();
        databases().forEach(database -> states.put(database.name(), faults.getOrDefault(database, "up")));
        boolean down = main.stream().anyMatch(faults::containsKey)
                || !partitions.isEmpty() && faults.keySet().containsAll(partitions);
        String status = down ? "down" : faults.isEmpty() ? "up" : "degraded";
        Json health = Jsons.write(new Health(status, states));
        return new Content(down ? 503 : 200, mediaType(), health.toString());
    }

    private List<Database> databases() {
        return Stream.of(main, partitions).flatMap(List::stream).toList();
    }

    private Map<Database, String> faults() {
        Map<Database, String> faults = new ConcurrentHashMap<>();
        List<Thread> checks = databases().stream()
                .map(database -> Thread.ofVirtual()
                        .name("health " + database.name())
                        .start(() -> {
                            try {
                                database.check();
                            } catch (SQLException e) {
                                // Addresses and accounts stay in the log of the server.
                                faults.put(database, "away");
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
