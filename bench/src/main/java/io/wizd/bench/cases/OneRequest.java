package io.wizd.bench.cases;

import io.wizd.bench.BenchException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** One HTTP request outside the load. Static. */
final class OneRequest {
    private OneRequest() {}

    /** The body of the answer to a GET. */
    static byte[] get(InetSocketAddress server, String path) {
        return send(HttpRequest.newBuilder(uri(server, path)).GET().build());
    }

    /** The body of the answer to a POST of JSON. */
    static byte[] post(InetSocketAddress server, String path, String json) {
        return send(HttpRequest.newBuilder(uri(server, path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json))
                .build());
    }

    private static URI uri(InetSocketAddress server, String path) {
        return URI.create("http://" + server.getHostString() + ":" + server.getPort() + path);
    }

    private static byte[] send(HttpRequest request) {
        try (HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            HttpResponse<byte[]> response = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
            if (response.statusCode() != 200) {
                throw new BenchException(
                        request.uri() + " answers " + response.statusCode() + " " + new String(response.body()));
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
