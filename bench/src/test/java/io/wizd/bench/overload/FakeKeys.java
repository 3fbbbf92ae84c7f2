package io.wizd.bench.overload;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

/** The keys of a server that lies, over HTTP. */
final class FakeKeys implements AutoCloseable {
    enum Lie {
        NONE,
        /** Every value read is that of the key set last. */
        ANOTHER_KEY,
        /** Of each key the first set is kept, and all are acknowledged. */
        FORGETS,
        /** The right value, with a version that it never had. */
        ANOTHER_VERSION,
        REFUSES,
        FAILS_WITHOUT_SAYING_WHEN
    }

    private static final int MANY = 300;

    private record Stored(String value, long version) {}

    private final Lie lie;
    private final HttpServer server;
    private final Map<String, Stored> stored = new ConcurrentHashMap<>();
    private final AtomicLong versions = new AtomicLong();
    private final CountDownLatch answered;

    FakeKeys(Lie lie) throws IOException {
        this.lie = lie;
        // Whoever is refused comes back after a second.
        answered = new CountDownLatch(lie == Lie.REFUSES || lie == Lie.FAILS_WITHOUT_SAYING_WHEN ? 2 : MANY);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/kv/", this::answer);
        server.start();
    }

    InetSocketAddress address() {
        return server.getAddress();
    }

    void awaitManyRequests() throws InterruptedException {
        answered.await();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String key = exchange.getRequestURI().getPath().substring("/kv/".length());
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        if (lie == Lie.REFUSES || lie == Lie.FAILS_WITHOUT_SAYING_WHEN) {
            if (lie == Lie.REFUSES) {
                exchange.getResponseHeaders().set("Retry-After", "1");
            }
            reply(exchange, 503, "{}");
        } else if (exchange.getRequestMethod().equals("PUT")) {
            put(exchange, key, body);
        } else {
            get(exchange, key);
        }
        answered.countDown();
    }

    private void put(HttpExchange exchange, String key, String body) throws IOException {
        long version = versions.incrementAndGet();
        Stored next = new Stored(body, version);
        if (lie == Lie.FORGETS) {
            stored.putIfAbsent(key, next);
        } else {
            stored.put(lie == Lie.ANOTHER_KEY ? "" : key, next);
        }
        exchange.getResponseHeaders().set("ETag", "\"" + version + "\"");
        reply(exchange, 200, "{\"key\":\"" + key + "\",\"version\":" + version + ",\"created\":false}");
    }

    private void get(HttpExchange exchange, String key) throws IOException {
        Stored found = stored.get(lie == Lie.ANOTHER_KEY ? "" : key);
        if (found == null) {
            reply(exchange, 404, "{}");
            return;
        }
        long version = lie == Lie.ANOTHER_VERSION ? versions.incrementAndGet() : found.version;
        exchange.getResponseHeaders().set("ETag", "\"" + version + "\"");
        reply(exchange, 200, found.value);
    }

    private static void reply(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
