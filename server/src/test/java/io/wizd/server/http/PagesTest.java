package io.wizd.server.http;

import static io.wizd.server.http.HttpCase.request;
import static io.wizd.server.http.HttpCase.responseTo;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import io.wizd.budget.RequestMemory;
import io.wizd.db.Database;
import io.wizd.db.JdbcAddress;
import io.wizd.db.testing.Eventually;
import io.wizd.db.testing.TestDatabase;
import io.wizd.db.testing.TestMariaDb;
import io.wizd.event.Origin;
import io.wizd.server.http.page.HealthPage;
import io.wizd.server.http.route.PageResource;
import io.wizd.server.http.route.Resource;
import io.wizd.server.http.route.ServerPage;
import io.wizd.server.http.wire.RequestHead;
import io.wizd.server.testing.RawResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** The pages of the server itself. */
class PagesTest {
    @Test
    void itLives() {
        assertThat(responseTo(request("GET /health/live HTTP/1.1")).body()).startsWith("{\"status\":\"up\"");
        assertThat(threadThatAnswers(HealthPage.live())).isEqualTo(Thread.currentThread());
    }

    @Test
    void itIsReadyWhereEveryDatabaseAnswers() {
        RawResponse response = responseTo(request("GET /health/ready/ HTTP/1.1"));
        assertThat(response.status()).isEqualTo(200);
        assertThat(response.body())
                .isEqualTo("{\"status\":\"up\",\"databases\":{\"main\":\"up\",\"p1\":\"up\",\"p2\":\"up\"}}");
    }

    @Test
    void aPartitionThatIsAwayLeavesItReadyForTheOthers() throws IOException {
        TestDatabase database = TestMariaDb.server().emptyDatabase();
        try (Database up = new Database("up", database.app(), 1, 1, new SimpleMeterRegistry());
                Database gone = new Database("gone", nobody(), 1, 1, new SimpleMeterRegistry())) {
            Eventually.await("it is found to be away", gone::isAway);
            ServerPage.Content degraded =
                    HealthPage.ready(up, List.of(up, gone)).content();
            assertThat(degraded.status()).isEqualTo(200);
            assertThat(text(degraded))
                    .isEqualTo("{\"status\":\"degraded\",\"databases\":{\"up\":\"up\",\"gone\":\"away\"},"
                            + "\"reasons\":{\"gone\":\"no connection\"}}");
            assertThat(threadThatAnswers(HealthPage.ready(up, List.of(up, gone))))
                    .as("an event loop waits for no database")
                    .isEqualTo(Thread.currentThread());
            ServerPage.Content withoutMain = HealthPage.ready(gone, List.of(up)).content();
            assertThat(withoutMain.status()).isEqualTo(503);
            assertThat(text(withoutMain)).startsWith("{\"status\":\"down\"");
            assertThat(HealthPage.ready(up, List.of(gone)).content().status())
                    .as("no partition")
                    .isEqualTo(503);
        } finally {
            database.close();
        }
    }

    private static String text(ServerPage.Content content) {
        return new String(content.bytes(), StandardCharsets.UTF_8);
    }

    private static Thread threadThatAnswers(ServerPage page) {
        RequestHead head = RequestHead.of(new DefaultHttpRequest(HttpVersion.HTTP_1_0, HttpMethod.GET, page.path()));
        CompletableFuture<Thread> answered = new CompletableFuture<>();
        new PageResource(page, anyone -> {})
                .answer(
                        new Resource.Request(
                                head,
                                List.of(),
                                new byte[0],
                                null,
                                RequestMemory.unlimited(),
                                () -> new Origin("test", null)),
                        reply -> answered.complete(Thread.currentThread()));
        return answered.join();
    }

    private static JdbcAddress nobody() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return new JdbcAddress("jdbc:mysql://127.0.0.1:" + socket.getLocalPort() + "/x", "x", "x");
        }
    }

    /** The rules of {@code promtool check metrics}, as far as a name can break them. */
    @Test
    void theNamesOfMetricsAreAsPrometheusWantsThem() {
        Map<String, String> typeByName = new TreeMap<>();
        Set<String> described = new TreeSet<>();
        for (String line : responseTo(request("GET /metrics HTTP/1.1")).body().split("\n", 0)) {
            String[] words = line.split(" ", 4);
            if (line.startsWith("# TYPE ")) {
                typeByName.put(words[2], words[3]);
            } else if (line.startsWith("# HELP ") && words.length == 4) {
                described.add(words[2]);
            }
        }
        assertThat(described).containsAll(typeByName.keySet());
        assertThat(typeByName).hasSizeGreaterThan(50).allSatisfy((name, type) -> {
            assertThat(name).as(type).matches("[a-z][a-z0-9_]*").doesNotContain("_" + type);
            assertThat(List.of(name.split("_", 0)))
                    .doesNotContain("s", "ms", "us", "ns", "sec", "b", "kb", "mb", "gb", "h", "d")
                    .doesNotContain("milliseconds", "microseconds", "nanoseconds", "minutes", "hours", "kilobytes");
            assertThat(name.endsWith("_total")).as(name).isEqualTo(type.equals("counter"));
            assertThat(name).doesNotMatch(".*_(count|sum|bucket)");
        });
    }

    @Test
    void metricsAreThoseOfPrometheus() {
        responseTo(request("GET /ping HTTP/1.1"));
        RawResponse response = responseTo(request("GET /metrics HTTP/1.1", "Accept: text/plain"));
        assertThat(response.header("Content-Type")).startsWith("text/plain");
        assertThat(response.body())
                .contains(
                        "wizd_messages_seconds_count{type=\"ping\"}",
                        "wizd_events_total{event=\"mariadb_ended\",level=\"error\"}",
                        "jvm_memory_used_bytes");
        assertThat(response.body()).contains("\nprocess_cpu_seconds_total ", "\nsystem_cpus ");
        assertThat(responseTo(request("GET /metrics HTTP/1.1", "Accept: application/json"))
                        .status())
                .isEqualTo(406);
    }
}
