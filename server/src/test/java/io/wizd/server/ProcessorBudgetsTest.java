package io.wizd.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.wizd.budget.ProcessorBudget;
import io.wizd.db.testing.Eventually;
import io.wizd.server.connection.ConnectionLimits;
import io.wizd.server.testing.BusyBudget;
import io.wizd.server.testing.RawConnection;
import io.wizd.server.testing.RawResponse;
import io.wizd.server.testing.TestWizd;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is refused, what waits and what goes on while the threads of a kind of work are all busy. */
@Timeout(120)
class ProcessorBudgetsTest {
    private static final String RIGHT = "Authorization: " + TestWizd.adminAuthorization();
    private static final TestWizd WIZD = startWithAdmin();

    private static TestWizd startWithAdmin() {
        TestWizd wizd = TestWizd.start(ConnectionLimits.defaults());
        wizd.addAccount("admin", TestWizd.ADMIN_PASSWORD, "admin");
        return wizd;
    }

    @BeforeAll
    static void logIn() {
        assertThat(get("/api/jobs/", RIGHT).status()).isEqualTo(200);
    }

    @AfterAll
    static void stop() {
        WIZD.close();
    }

    private static String wrong(String password) {
        return TestWizd.authorization("admin", password);
    }

    private static RawResponse get(String path, String... fields) {
        return send("GET", path, new byte[0], fields);
    }

    private static RawResponse send(String method, String path, byte[] body, String... fields) {
        String head = method + " " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + body.length + "\r\n"
                + String.join("\r\n", fields) + (fields.length > 0 ? "\r\n\r\n" : "\r\n");
        try (RawConnection connection = WIZD.connect()) {
            return connection.send(head).send(body).readResponse();
        }
    }

    private static String jobList(String authorization) {
        return "{\"msgType\":\"job-list\",\"token\":\"" + authorization + "\",\"message\":{}}\n";
    }

    private static void assertRefused(RawResponse response) {
        assertThat(response.status()).as("%s", response).isEqualTo(503);
        assertThat(response.body()).contains("OVERLOADED");
        assertThat(Integer.parseInt(response.header("Retry-After"))).isPositive();
    }

    @Test
    void wrongPasswordsAreHashedOrRefusedAndHurtNobody() {
        ProcessorBudget passwords = WIZD.budgets().processors().passwords();
        int places = 3;
        List<String> codes = new ArrayList<>();
        try (RawConnection flood = WIZD.connect()) {
            try (BusyBudget busy = new BusyBudget(passwords, places)) {
                for (int i = 0; i < 200; i++) {
                    flood.send(jobList(wrong("wrong " + i)));
                }
                for (int i = 0; i < 200 - places; i++) {
                    codes.add(refusedCode(flood.readLine()));
                }
                assertThat(get("/kv/no-such-key").status()).isEqualTo(404);
                assertThat(get("/fib/10").status()).isEqualTo(200);
                assertThat(get("/fib/20001/last").status()).isEqualTo(200);
                assertThat(get("/kv/?limit=1", "Accept: text/html").status()).isEqualTo(200);
                assertThat(get("/api/jobs/", RIGHT).status()).as("who is known").isEqualTo(200);
                assertRefused(get("/api/jobs/", "Authorization: " + wrong("one more")));
                assertRefused(send("PUT", "/api/members/batch", new byte[1], "Authorization: " + wrong("a file")));
            }
            for (int i = 0; i < places; i++) {
                codes.add(flood.readLine().contains("\"UNAUTHORIZED\"") ? "UNAUTHORIZED" : "none");
            }
        }
        assertThat(Collections.frequency(codes, "UNAUTHORIZED")).isEqualTo(places);
        assertThat(Collections.frequency(codes, "OVERLOADED")).isEqualTo(200 - places);
        assertThat(get("/api/jobs/", "Authorization: " + wrong("afterwards")).status())
                .isEqualTo(401);
    }

    private static String refusedCode(String reply) {
        return reply.contains("\"OVERLOADED\"") && reply.contains("\"RetryAfter") ? "OVERLOADED" : reply;
    }

    @Test
    void largeNumbersAreRefusedAndSmallOnesAnswered() {
        try (BusyBudget busy = new BusyBudget(WIZD.budgets().processors().numbers(), 0)) {
            assertRefused(get("/fib/9000000/last"));
            try (RawConnection connection = WIZD.connect()) {
                connection.send("{\"msgType\":\"fib\",\"message\":{\"N\":9000000,\"only\":\"last\"}}\n");
                assertThat(refusedCode(connection.readLine())).isEqualTo("OVERLOADED");
            }
            assertThat(get("/fib/10/last").body()).isEqualTo("{\"N\":10,\"last\":34}");
            assertThat(get("/fib/100").status()).isEqualTo(200);
            assertThat(get("/fib/10500").status()).isEqualTo(200);
            assertThat(get("/api/jobs/", "Authorization: " + wrong("meanwhile")).status())
                    .isEqualTo(401);
        }
        assertThat(get("/fib/20001/last").status()).isEqualTo(200);
    }

    @Test
    void largeFormsAreRefusedAndCompressionIsLeftOut() throws IOException {
        String number = get("/fib/100001/last", "Accept: text/plain").body();
        byte[] text = ('"' + HexFormat.of().formatHex(randomBytes(8_000)) + '"').getBytes(StandardCharsets.US_ASCII);
        try (BusyBudget busy = new BusyBudget(WIZD.budgets().processors().rendering(), 0)) {
            assertRefused(get("/fib/100001/last", "Accept: text/plain"));
            assertRefused(send(
                    "PUT", "/kv/budget-gzip", gzip(text), "Content-Type: application/json", "Content-Encoding: gzip"));
            RawResponse plain = get("/openapi.json", "Accept-Encoding: gzip");
            assertThat(plain.status()).isEqualTo(200);
            assertThat(plain.has("Content-Encoding")).isFalse();
            assertThat(plain.header("Vary")).contains("Accept-Encoding");
            assertThat(plain.body()).startsWith("{");
            assertThat(get("/fib/10/last", "Accept: text/html").status()).isEqualTo(200);
            assertThat(get("/kv/budget-gzip").status())
                    .as("nothing was written")
                    .isEqualTo(404);
        }
        assertThat(get("/fib/100001/last", "Accept: text/plain").body()).isEqualTo(number);
        assertThat(get("/openapi.json", "Accept-Encoding: gzip").header("Content-Encoding"))
                .isEqualTo("gzip");
        assertThat(send(
                                "PUT",
                                "/kv/budget-gzip",
                                gzip(text),
                                "Content-Type: application/json",
                                "Content-Encoding: gzip")
                        .status())
                .isEqualTo(201);
    }

    @Test
    void aStreamIsNotRefusedButGoesOnLater() {
        ProcessorBudget rendering = WIZD.budgets().processors().rendering();
        try (RawConnection connection = WIZD.connect()) {
            try (BusyBudget busy = new BusyBudget(rendering, 0)) {
                connection.send("GET /fib/10500 HTTP/1.1\r\nHost: localhost\r\n\r\n");
                Eventually.await(
                        "its first part waits",
                        () -> rendering.tasksQueued() > rendering.limits().queueLength());
            }
            RawResponse response = connection.readResponse();
            assertThat(response.status()).isEqualTo(200);
            assertThat(response.body())
                    .startsWith("{\"N\":10500,\"result\":[0,1,1,2")
                    .endsWith("]}");
        }
    }

    @Test
    void theMetricsShowEachBudget() {
        assertThat(get("/metrics").body())
                .contains(
                        "wizd_budget_processor_queued{budget=\"passwords\"}",
                        "wizd_budget_processor_running{budget=\"numbers\"}",
                        "wizd_budget_processor_refused_total{budget=\"rendering\"}",
                        "wizd_budget_processor_used_seconds_sum{budget=\"passwords\"}",
                        "wizd_budget_processor_used_seconds_count{budget=\"passwords\"}");
    }

    private static byte[] randomBytes(int count) {
        byte[] bytes = new byte[count];
        new Random(1).nextBytes(bytes);
        return bytes;
    }

    private static byte[] gzip(byte[] plain) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(plain);
        }
        return packed.toByteArray();
    }
}
