package io.wizd.server.cli;

import io.wizd.protocol.Jsons;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a server that has just been started lacks. */
final class Readiness {
    private Readiness() {}

    /** One line for a person where a database is away, by name with the reason; empty where all is well. */
    static Optional<String> problem(Map<String, String> away) {
        return away.isEmpty()
                ? Optional.empty()
                : Optional.of("these databases are away, and what needs them gets 503 until they are back: "
                        + away.entrySet().stream()
                                .map(database -> database.getKey() + " (" + database.getValue() + ")")
                                .collect(Collectors.joining(", ")));
    }

    /** The same of a server in another process, by its {@code /health/ready}. */
    static Optional<String> problem(String url) {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request =
                    HttpRequest.newBuilder(URI.create(url + "/health/ready")).build();
            String body =
                    client.send(request, HttpResponse.BodyHandlers.ofString()).body();
            Map<String, String> away = new LinkedHashMap<>();
            Jsons.MAPPER
                    .readTree(body)
                    .path("reasons")
                    .properties()
                    .forEach(reason ->
                            away.put(reason.getKey(), reason.getValue().asText()));
            return problem(away);
        } catch (IOException e) {
            return Optional.of("it does not answer yet: " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
