package io.wizd.server.cli;

import io.wizd.protocol.Jsons;
import io.wizd.server.setup.StartException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a server in another process lacks, by its {@code /health/ready}. */
final class Readiness {
    private Readiness() {}

    /**
     * Why, by the names of the databases that are away.
     *
     * @throws StartException if it does not answer
     */
    static Map<String, String> databasesAway(String url) {
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
            return away;
        } catch (IOException e) {
            throw new StartException(
                    StartException.UNAVAILABLE, "wizd was started on " + url + " and does not answer: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartException(StartException.TRY_LATER, "interrupted after wizd was started on " + url, e);
        }
    }
}
