package io.wizd.dist;

import static org.assertj.core.api.Assertions.assertThat;

import io.wizd.db.testing.Eventually;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** HAProxy in front of three wizd, with the configuration that the documentation shows. */
class BalancerIT {
    private static final int REQUESTS = 2_000;
    private static final int THREADS = 8;
    private static final String FIBS = "{\"N\":10,\"result\":[0,1,1,2,3,5,8,13,21,34]}";

    @TempDir
    Path folder;

    @Test
    void noRequestFailsWhenAServerIsStoppedNorWhenOneIsKilled() throws Exception {
        try (ThreeServers servers = ThreeServers.in(folder)) {
            int port = freePort();
            int statsPort = freePort();
            Process balancer = Distribution.builder(
                            List.of(
                                    "haproxy",
                                    "-db",
                                    "-f",
                                    config(servers, port, statsPort).toString()),
                            Map.of())
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("haproxy.log").toFile())
                    .start();
            try (HttpClient client = HttpClient.newHttpClient()) {
                URI fib = URI.create("http://127.0.0.1:" + port + "/fib/10");
                // A server whose first check came too early is down until it has passed two.
                URI stats = URI.create("http://127.0.0.1:" + statsPort + "/;csv");
                Eventually.await("the balancer has checked all three", () -> serversUp(answer(client, stats)) == 3);
                assertThat(answer(client, fib)).isEqualTo("200 " + FIBS);

                assertThat(getWhile(
                                client,
                                fib,
                                Map.of(
                                        REQUESTS / 3, () -> servers.get(0).terminate(),
                                        REQUESTS * 2 / 3, () -> servers.get(1).kill())))
                        .as(() -> "answers other than 200 and the numbers; the balancer says: " + log())
                        .isEmpty();
                assertThat(servers.get(0).waitForEnd()).isEqualTo(143);
                servers.get(1).waitForEnd();
                assertThat(servers.get(2).isAlive()).isTrue();
            } finally {
                balancer.destroyForcibly().waitFor();
            }
        }
    }

    private String log() {
        try {
            return Files.readString(folder.resolve("haproxy.log"));
        } catch (IOException e) {
            return "nothing that can be read: " + e.getMessage();
        }
    }

    /** By the statistics of the balancer as CSV. */
    private static long serversUp(String stats) {
        return stats.lines()
                .filter(line -> line.startsWith("wizd,wizd-") && line.contains(",UP,") && line.contains(",L7OK,"))
                .count();
    }

    /** The file of the documentation with other addresses, and its statistics beside it. */
    private Path config(ThreeServers servers, int port, int statsPort) throws IOException {
        String shown = Files.readString(Distribution.SOURCES.resolve("docs/how-to/balance/haproxy.cfg"));
        String used = shown.replace("bind *:8000", "bind 127.0.0.1:" + port);
        for (int i = 0; i < 3; i++) {
            String example = "10.0.0." + (7 + i) + ":8003";
            assertThat(used).contains(example);
            used = used.replace(example, "127.0.0.1:" + servers.get(i).port());
        }
        String stats = """

                listen stats
                    bind 127.0.0.1:%d
                    stats enable
                    stats uri /
                """.formatted(statsPort);
        return Files.writeString(folder.resolve("haproxy.cfg"), used + stats);
    }

    /** Sends the requests from several threads, each on a connection that is kept; gives the answers that are wrong. */
    private static Queue<String> getWhile(HttpClient client, URI uri, Map<Integer, Runnable> events) {
        Queue<String> wrong = new ConcurrentLinkedQueue<>();
        AtomicInteger next = new AtomicInteger();
        try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            for (int t = 0; t < THREADS; t++) {
                threads.execute(() -> {
                    for (int i = next.getAndIncrement(); i < REQUESTS; i = next.getAndIncrement()) {
                        events.getOrDefault(i, () -> {}).run();
                        String answer = answer(client, uri);
                        if (!answer.equals("200 " + FIBS)) {
                            wrong.add(answer);
                        }
                    }
                });
            }
        }
        return wrong;
    }

    private static String answer(HttpClient client, URI uri) {
        try {
            HttpRequest request = HttpRequest.newBuilder(uri)
                    .version(HttpClient.Version.HTTP_1_1)
                    .build();
            HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
            return response.statusCode() + " " + response.body().strip();
        } catch (IOException e) {
            return e.toString();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
