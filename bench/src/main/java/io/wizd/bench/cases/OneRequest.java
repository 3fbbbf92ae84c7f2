package io.wizd.bench.cases;

import io.wizd.bench.BenchException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;

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

    /** A file, and what it is. */
    record File(Path path, String contentType) {}

    /** The body of the answer to a PUT of a file, sent as it is read, by an account. */
    static byte[] putFile(InetSocketAddress server, String path, File file, String credentials) {
        try {
            String encoded = Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
            return send(HttpRequest.newBuilder(uri(server, path))
                    .header("Content-Type", file.contentType())
                    .header("Authorization", "Basic " + encoded)
                    .PUT(HttpRequest.BodyPublishers.ofFile(file.path()))
                    .build());
        } catch (FileNotFoundException e) {
            throw new BenchException("there is no file " + file.path(), e);
        }
    }

    private static URI uri(InetSocketAddress server, String path) {
        return URI.create("http://" + server.getHostString() + ":" + server.getPort() + path);
    }

    private static byte[] send(HttpRequest request) {
        try (HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            HttpResponse<byte[]> response = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
            if (response.statusCode() != 200) {
                throw new BenchException(request.uri() + " answers " + response.statusCode() + " "
                        + new String(response.body(), StandardCharsets.UTF_8));
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
