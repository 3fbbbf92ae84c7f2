package io.wizd.client.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** The REST face of a wizd, as a test scripts it; it notes what it is asked. */
final class FakeRest implements AutoCloseable {
    /** What happens to one request, whose body was read already. */
    interface Answer {
        void to(HttpExchange exchange) throws IOException, InterruptedException;
    }

    /** What came in; only the beginning of the body is kept. */
    record Request(String line, Map<String, List<String>> headers, byte[] bodyStart, long bodyBytes) {
        String header(String name) {
            return String.join(",", headers.getOrDefault(name, List.of()));
        }
    }

    private static final int KEPT_BYTES = 10_000;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, Answer> answers = new ConcurrentHashMap<>();
    private final AtomicInteger begun = new AtomicInteger();
    private final List<Request> requests = new CopyOnWriteArrayList<>();

    FakeRest() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    /** For a method and path, such as {@code GET /api/jobs/7}. */
    FakeRest on(String request, Answer answer) {
        answers.put(request, answer);
        return this;
    }

    FakeRest on(String request, int status, String type, String body) {
        return on(request, exchange -> reply(exchange, status, type, body));
    }

    /** Requests whose head came in, though perhaps not their body. */
    int begun() {
        return begun.get();
    }

    List<Request> requests() {
        return requests;
    }

    static void reply(HttpExchange exchange, int status, String type, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    /** Sends lines at once, and leaves the stream open. */
    static void stream(HttpExchange exchange, String... lines) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/x-ndjson");
        exchange.sendResponseHeaders(200, 0);
        write(exchange, lines);
    }

    /** More of a stream. */
    static void write(HttpExchange exchange, String... lines) throws IOException {
        for (String line : lines) {
            exchange.getResponseBody().write((line + "\n").getBytes(StandardCharsets.UTF_8));
        }
        exchange.getResponseBody().flush();
    }

    private void handle(HttpExchange exchange) throws IOException {
        begun.incrementAndGet();
        byte[] start = new byte[KEPT_BYTES];
        try (InputStream body = exchange.getRequestBody()) {
            int kept = body.readNBytes(start, 0, KEPT_BYTES);
            byte[] buffer = new byte[64 * 1024];
            long all = kept;
            for (int n = body.read(buffer); n >= 0; n = body.read(buffer)) {
                all += n;
            }
            String line = exchange.getRequestMethod() + " " + exchange.getRequestURI();
            requests.add(new Request(line, Map.copyOf(exchange.getRequestHeaders()), Arrays.copyOf(start, kept), all));
            String path =
                    exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
            Answer answer = answers.getOrDefault(path, unknown -> reply(unknown, 404, "text/plain", "no " + path));
            answer.to(exchange);
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
