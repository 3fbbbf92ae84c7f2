package io.wizd.bench.cases;

import io.wizd.bench.BenchCase;
import io.wizd.bench.BenchException;
import io.wizd.bench.Stage;
import io.wizd.bench.Workload;
import io.wizd.bench.reference.HttpJsonServer;
import io.wizd.client.Client;
import io.wizd.client.ClientConfig;
import io.wizd.client.load.NumberRange;
import io.wizd.protocol.Json;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/**
 * A ping over HTTP, beside a bare Netty HTTP server that parses and writes the same JSON with Jackson.
 *
 * @param path {@code /ping} answers the data, {@code /messages} the envelope
 */
record PingHttp(String name, String path) implements BenchCase {
    private static final String ENVELOPE = "{\"msgType\":\"ping\",\"seqNum\":1,\"message\":{}}";

    @Override
    public String summary() {
        return "POST " + path + " " + ENVELOPE + "; bare Netty HTTP and Jackson, with the same answer";
    }

    @Override
    public Sides open(Stage stage) {
        String wizdAnswer = answer(stage.wizdAddress());
        Stage.ReferenceServer reference =
                stage.reference("bare Netty, Jackson", HttpJsonServer.class, versionOf(stage.wizdAddress()));
        String referenceAnswer = answer(reference.address());
        if (!wizdAnswer.equals(referenceAnswer)) {
            throw new BenchException("the reference answers " + referenceAnswer + " and wizd " + wizdAnswer
                    + ": make HttpJsonServer answer the same");
        }
        Workload load = Workload.Http.json("POST " + path, ENVELOPE, NumberRange.DEFAULT);
        return new Sides(stage.wizd(load), reference.under(load));
    }

    private static String versionOf(InetSocketAddress wizd) {
        record Pong(boolean pong, String version) {}

        try (Client client = new Client(ClientConfig.at(wizd.getHostString(), wizd.getPort()))) {
            return client.call("ping", Json.EMPTY_OBJECT, Pong.class).version();
        }
    }

    private String answer(InetSocketAddress server) {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://" + server.getHostString() + ":" + server.getPort() + path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(ENVELOPE))
                .build();
        try (HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new BenchException(request.uri() + " answers " + response.statusCode() + " " + response.body());
            }
            return response.body();
        } catch (IOException e) {
            throw new BenchException("no answer from " + request.uri() + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchException("interrupted", e);
        }
    }
}
