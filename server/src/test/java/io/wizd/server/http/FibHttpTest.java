package io.wizd.server.http;

import static io.wizd.server.http.HttpCase.request;
import static io.wizd.server.http.HttpCase.responseTo;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.wizd.db.testing.Eventually;
import io.wizd.protocol.Jsons;
import io.wizd.server.testing.RawConnection;
import io.wizd.server.testing.RawResponse;
import io.wizd.server.testing.TestWizd;
import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Fibonacci numbers over HTTP: every form at every size, and what is refused says the limit. */
class FibHttpTest {
    /** Made once, and in another way than the server does: to make the digits of thousands of large numbers takes seconds. */
    private static final List<String> NUMBERS =
            fibonacci().limit(10_500).map(BigInteger::toString).toList();

    private static Stream<BigInteger> fibonacci() {
        return Stream.iterate(new BigInteger[] {BigInteger.ZERO, BigInteger.ONE}, pair ->
                        new BigInteger[] {pair[1], pair[0].add(pair[1])})
                .map(pair -> pair[0]);
    }

    private static List<String> numbers(int count) {
        return NUMBERS.subList(0, count);
    }

    private static RawResponse get(String path, String... fields) {
        return responseTo(request("GET " + path + " HTTP/1.1", fields));
    }

    private static String chunked(String path, String... fields) {
        try (RawConnection connection = TestWizd.shared().connect()) {
            connection.send(request("GET " + path + " HTTP/1.1", fields)).readHeadResponse();
            StringBuilder body = new StringBuilder();
            int size;
            do {
                size = Integer.parseInt(connection.readLine(), 16);
                body.append(new String(connection.readBytes(size), java.nio.charset.StandardCharsets.UTF_8));
                connection.readLine();
            } while (size > 0);
            return body.toString();
        }
    }

    /** Copied into the head's buffer, sent as slices, from the file, and computed on the way. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 100, 193, 194, 250, 251, 554, 555, 556, 557, 1_000, 3_500, 10_000, 10_001, 10_500})
    void everyNumberIsThere(int n) {
        RawResponse response = get("/fib/" + n);

        assertThat(response.header("Content-Type")).isEqualTo("application/json");
        assertThat(response.header("Vary")).isEqualTo("Accept");
        assertThat(response.body()).isEqualTo("{\"N\":" + n + ",\"result\":[" + String.join(",", numbers(n)) + "]}");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 300, 10_001})
    void asStrings(int n) throws IOException {
        JsonNode reply = Jsons.MAPPER.readTree(get("/fib/" + n + "?as=string").body());
        List<String> texts = new ArrayList<>();
        reply.path("result").forEach(item -> texts.add(item.textValue()));
        assertThat(texts).isEqualTo(numbers(n));
    }

    @Test
    void asLinesXmlAndHtml() {
        assertThat(get("/fib/10", "Accept: text/plain").body()).isEqualTo("0\n1\n1\n2\n3\n5\n8\n13\n21\n34\n");
        assertThat(get("/fib/3?as=string", "Accept: text/plain").body()).isEqualTo("0\n1\n1\n");
        assertThat(get("/fib/0", "Accept: text/plain").body()).isEmpty();
        assertThat(get("/fib/3", "Accept: application/xml").body())
                .isEqualTo("<?xml version=\"1.0\" encoding=\"UTF-8\"?><reply><N>3</N><result><item>0</item>"
                        + "<item>1</item><item>1</item></result></reply>\n");
        assertThat(get("/fib/0", "Accept: application/xml").body()).endsWith("<N>0</N><result></result></reply>\n");
        RawResponse html = get("/fib/3", "Accept: text/html");
        assertThat(html.header("Content-Security-Policy")).startsWith("default-src 'none'");
        assertThat(html.body()).contains("<h1>/fib/3</h1>\n<ul>\n<li>0</li>\n<li>1</li>\n<li>1</li>\n</ul>\n</body>");
        assertThat(get("/fib/3", "Accept: image/png").status()).isEqualTo(406);
        assertThat(get("/fib/20000", "Accept: image/png").status()).isEqualTo(406);
    }

    @Test
    void longOnesInEveryForm() {
        List<String> numbers = numbers(10_100);
        assertThat(chunked("/fib/10100", "Accept: text/plain")).isEqualTo(String.join("\n", numbers) + "\n");
        assertThat(chunked("/fib/10100", "Accept: application/xml"))
                .contains("<result><item>" + String.join("</item><item>", numbers) + "</item></result>");
        assertThat(chunked("/fib/10100", "Accept: text/html"))
                .contains("<ul>\n<li>" + String.join("</li>\n<li>", numbers) + "</li>\n</ul>");
    }

    @Test
    void theLastAlone() {
        assertThat(get("/fib/10/last").body()).isEqualTo("{\"N\":10,\"last\":34}");
        assertThat(get("/fib/10/last/?as=string").body()).isEqualTo("{\"N\":10,\"last\":\"34\"}");
        assertThat(get("/fib/10/last", "Accept: text/plain").body()).isEqualTo("N: 10\nlast: 34\n");
        assertThat(get("/fib/20001/last").body())
                .isEqualTo("{\"N\":20001,\"last\":"
                        + fibonacci().skip(20_000).findFirst().orElseThrow() + "}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /fib/-1 | N must be an integer from 0 to 100000
            /fib/1.5 | N must be an integer from 0 to 100000
            /fib/ten | N must be an integer from 0 to 100000
            /fib// | N is empty; it must be an integer from 0 to 100000
            /fib/1// | only must be last, or be left out; N is an integer from 0 to 100000
            /fib/%20 | N must be an integer from 0 to 100000
            /fib/+5 | N must be an integer from 0 to 100000
            /fib/007 | N must be an integer from 0 to 100000
            /fib/1e3 | N must be an integer from 0 to 100000
            /fib/9223372036854775808 | N must be an integer from 0 to 100000
            /fib/100001 | N must be an integer from 0 to 100000
            /fib/4294967297 | N must be an integer from 0 to 100000
            /fib/0/last | with only = last, from 1 to 10000000
            /fib/10000001/last | with only = last, from 1 to 10000000
            /fib | N is missing; it must be an integer from 0 to 100000
            """)
    void whatIsRefusedIsToldTheLimit(String path, String detail) throws IOException {
        RawResponse response = get(path);
        assertThat(response.status()).isEqualTo(400);
        assertThat(Jsons.MAPPER.readTree(response.body()).path("detail").textValue())
                .contains(detail);
    }

    /** From buffers and from the file in turn, far more than fit into the socket, read slowly; then the end. */
    @Test
    void pipelinedOnesComeInTheirOrder() {
        int[] asked = {10, 10_000, 300, 1_000, 0, 10_000, 556, 2_000, 1, 10_000};
        TestWizd wizd = TestWizd.shared();
        try (RawConnection connection = wizd.connect()) {
            StringBuilder requests = new StringBuilder();
            for (int n : asked) {
                requests.append(request("GET /fib/" + n + " HTTP/1.1"));
                requests.append(request("GET /ping HTTP/1.1"));
            }
            connection.send(requests + request("GET /fib/5000 HTTP/1.1", "Connection: close"));
            List<String> numbers = numbers(10_000);
            for (int n : asked) {
                assertThat(connection.readResponse().body())
                        .isEqualTo("{\"N\":" + n + ",\"result\":[" + String.join(",", numbers.subList(0, n)) + "]}");
                assertThat(connection.readResponse().body()).contains("pong");
            }
            assertThat(connection.readResponse().body()).endsWith("," + numbers.get(4_999) + "]}");
            assertThat(connection.isEnded()).isTrue();
        }
        Eventually.await("nothing is being sent", () -> wizd.fibSending() == 0);
    }

    @Test
    void anEnvelopeTakesThemFromTheFileToo() {
        String message = "{\"msgType\":\"fib\",\"seqNum\":7,\"message\":{\"N\":1000}}";
        String response = responseTo("POST /messages HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                        + "Content-Length: " + message.length() + "\r\n\r\n" + message)
                .body();
        assertThat(response)
                .startsWith("{\"msgType\":\"fib\"")
                .contains("{\"N\":1000,\"result\":[" + String.join(",", numbers(1_000)) + "]}");
    }

    @Test
    void headAndConditionsSendNothingAndHoldNothing() {
        TestWizd wizd = TestWizd.shared();
        get("/fib/10000");
        try (RawConnection connection = wizd.connect()) {
            RawResponse head =
                    connection.send(request("HEAD /fib/10000 HTTP/1.1")).readHeadResponse();
            assertThat(head.header("Content-Length"))
                    .isEqualTo(Integer.toString(get("/fib/10000").bytes().length));
            assertThat(connection
                            .send(request("GET /fib/10000 HTTP/1.1", "If-None-Match: *"))
                            .readResponse()
                            .status())
                    .isEqualTo(304);
            assertThat(connection
                            .send(request("GET /fib/10000 HTTP/1.1", "Accept: image/png"))
                            .readResponse()
                            .status())
                    .isEqualTo(406);
        }
        assertThat(wizd.fibSending()).isZero();
    }
}
