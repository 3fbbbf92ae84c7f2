package io.wizd.server.http.page;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.wizd.db.Database;
import io.wizd.handlers.spec.Lane;
import io.wizd.protocol.Json;
import io.wizd.protocol.Jsons;
import io.wizd.server.http.route.ServerPage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** {@code /health/live} and {@code /health/ready}: whether to restart this server, and whether to send it requests. */
public final class HealthPage implements ServerPage {
    private static final String DOWN = "down";

    private final String path;
    private final String summary;
    private final List<Database> main;
    private final List<Database> partitions;

    private HealthPage(String path, String summary, List<Database> main, List<Database> partitions) {
        this.path = path;
        this.summary = summary;
        this.main = main;
        this.partitions = partitions;
    }

    /** 200 as long as the server answers at all. */
    public static HealthPage live() {
        return new HealthPage("/health/live", "Tell whether the server answers at all", List.of(), List.of());
    }

    /**
     * 200 where every database answers, and also, with the status degraded, where some partition does not: this server
     * serves the others, and any other server would serve no more. 503 where main or all partitions are away. It does
     * not ask them: each is asked every second anyway, and what is shown is a few seconds old at most.
     */
    public static HealthPage ready(Database main, List<Database> partitions) {
        return new HealthPage(
                "/health/ready", "Tell whether to send the server requests", List.of(main), List.copyOf(partitions));
    }

    /** @param reasons of those that are away; addresses and accounts stay in the log of the server */
    private record Health(
            String status,
            Map<String, String> databases,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, String> reasons) {}

    @Override
    public String path() {
        return path;
    }

    @Override
    public String summary() {
        return summary;
    }

    @Override
    public Map<Integer, String> statuses() {
        return main.isEmpty()
                ? Map.of(200, "It answers")
                : Map.of(200, "It serves", 503, "The database main is away, or every partition");
    }

    @Override
    public String mediaType() {
        return "application/json";
    }

    /** It must be told also where everything else is busy. */
    @Override
    public Lane lane() {
        return Lane.INLINE;
    }

    @Override
    public Content content() {
        Map<String, String> states = new LinkedHashMap<>();
        Map<String, String> reasons = new LinkedHashMap<>();
        databases().forEach(database -> {
            Optional<String> why = database.whyAway();
            states.put(database.name(), why.isPresent() ? "away" : "up");
            why.ifPresent(reason -> reasons.put(database.name(), reason));
        });
        String status = status(database -> reasons.containsKey(database.name()));
        Json health = Jsons.write(new Health(status, states, reasons));
        return new Content(status.equals(DOWN) ? 503 : 200, mediaType(), health.toBytes());
    }

    /** {@code up}, {@code degraded} or {@code down}. Any thread. */
    String status() {
        return status(Database::isAway);
    }

    private String status(Predicate<Database> isAway) {
        boolean down = main.stream().anyMatch(isAway)
                || !partitions.isEmpty() && partitions.stream().allMatch(isAway);
        if (down) {
            return DOWN;
        }
        return partitions.stream().anyMatch(isAway) ? "degraded" : "up";
    }

    private List<Database> databases() {
        return Stream.of(main, partitions).flatMap(List::stream).toList();
    }
}
