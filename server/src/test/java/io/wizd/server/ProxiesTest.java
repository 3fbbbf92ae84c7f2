package io.wizd.server;

import static io.wizd.server.http.HttpCase.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.wizd.db.testing.Eventually;
import io.wizd.event.Events;
import io.wizd.event.RequestEvent.MessageFailed;
import io.wizd.server.connection.TrustedProxies;
import io.wizd.server.http.FailingMessage;
import io.wizd.server.testing.RawConnection;
import io.wizd.server.testing.TestWizd;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a client is that came by a proxy, as the lines about its requests have it. */
@SuppressWarnings("NullAway.Init") // the fields are set before the tests
class ProxiesTest {
    private static final String FAIL = "{\"msgType\":\"fail\"}";
    private static final String PROXY_1 = "PROXY TCP4 203.0.113.7 127.0.0.1 4000 8003\r\n";
    private static final byte[] PROXY_2 = HexFormat.of()
            .parseHex("0d0a0d0a000d0a515549540a" + "2111000c" + "cb007107" + "7f000001" + "0fa0" + "1f43");
    private static final byte[] LOCAL_2 = HexFormat.of().parseHex("0d0a0d0a000d0a515549540a" + "20000000");

    private static final BlockingQueue<MessageFailed> FAILED = new LinkedBlockingQueue<>();
    private static Events.Subscription subscription;
    private static TestWizd trusting;
    private static TestWizd wary;

    @BeforeAll
    static void start() {
        subscription = Events.subscribe(event -> {
            if (event instanceof MessageFailed failed && failed.message().startsWith("Message[fail,")) {
                FAILED.add(failed);
            }
        });
        trusting = TestWizd.start(TrustedProxies.of("127.0.0.0/8"), new FailingMessage());
        wary = TestWizd.start(TrustedProxies.of("10.0.0.0/8"), new FailingMessage());
    }

    @AfterAll
    static void close() {
        trusting.close();
        wary.close();
        subscription.close();
    }

    private static String client() {
        try {
            MessageFailed failed = FAILED.poll(60, TimeUnit.SECONDS);
            assertThat(failed).isNotNull();
            return failed.origin().client();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void aTrustedProxyIsBelievedAndNobodyElse() {
        String fail = request("GET /fail HTTP/1.1", "X-Forwarded-For: 192.0.2.1", "X-Forwarded-For: 203.0.113.7");
        try (RawConnection connection = trusting.connect()) {
            assertThat(connection.send(fail).readResponse().status()).isEqualTo(500);
            assertThat(client()).isEqualTo("203.0.113.7");
        }
        try (RawConnection connection = wary.connect()) {
            assertThat(connection.send(fail).readResponse().status()).isEqualTo(500);
            assertThat(client()).isEqualTo("127.0.0.1:" + connection.localPort());
        }
    }

    static List<byte[]> headers() {
        return List.of(bytes(PROXY_1), PROXY_2);
    }

    @ParameterizedTest
    @MethodSource("headers")
    void theHeaderOfTheProxyProtocolComesBeforeWhateverIsSpoken(byte[] header) {
        byte[] prefixed = joined(new byte[] {0, 0, 0, (byte) FAIL.length()}, bytes(FAIL));
        for (byte[] spoken : List.of(bytes(request("GET /fail HTTP/1.1")), bytes(FAIL), prefixed)) {
            try (RawConnection connection = trusting.connect()) {
                connection.send(joined(header, spoken));
                assertThat(client()).isEqualTo("203.0.113.7:4000");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("headers")
    void theHeaderMayComeByteByByte(byte[] header) {
        try (RawConnection connection = trusting.connect()) {
            for (byte b : header) {
                connection.send(new byte[] {b});
            }
            connection.send(FAIL);
            assertThat(client()).isEqualTo("203.0.113.7:4000");
        }
    }

    @Test
    void aProxyThatAsksForItselfHasItsOwnAddress() {
        for (byte[] header : List.of(LOCAL_2, bytes("PROXY UNKNOWN\r\n"))) {
            try (RawConnection connection = trusting.connect()) {
                connection.send(joined(header, bytes(FAIL)));
                assertThat(client()).isEqualTo("127.0.0.1:" + connection.localPort());
            }
        }
    }

    /** Beginnings that are nearly those of a header. */
    @ParameterizedTest
    @ValueSource(strings = {"PUT /ping HTTP/1.1\r\n", "PROPFIND /ping HTTP/1.1\r\n", "\r\n\r\nGET /ping HTTP/1.1\r\n"})
    void aProxyMaySpeakWithoutAHeader(String requestLine) {
        try (RawConnection connection = trusting.connect()) {
            int status = connection
                    .send(requestLine + "Host: localhost\r\nContent-Length: 0\r\n\r\n")
                    .readResponse()
                    .status();
            assertThat(status).isIn(200, 405, 501);
        }
        try (RawConnection connection = trusting.connect()) {
            assertThat(connection.send("{}").readLine()).contains("MISSING_TYPE");
        }
    }

    @Test
    void aMalformedHeaderClosesTheConnection() {
        try (RawConnection connection = trusting.connect()) {
            assertThat(connection.send("PROXY TCP4 nonsense\r\n" + FAIL).readToEnd())
                    .isEmpty();
        }
        Eventually.await("it is closed", () -> trusting.openConnections() == 0);
    }

    @Test
    void whoIsNotTrustedSpeaksHttp() {
        try (RawConnection connection = wary.connect()) {
            assertThat(connection.send(PROXY_1 + "\r\n").readResponse().status())
                    .isEqualTo(400);
        }
    }

    /** Version 2 begins with white space, and then like a length. */
    @Test
    void whoIsNotTrustedHearsWhyVersion2IsNotTaken() {
        for (int first : new int[] {PROXY_2.length, 6, 11}) {
            try (RawConnection connection = wary.connect()) {
                connection.send(Arrays.copyOf(PROXY_2, first));
                connection.send(Arrays.copyOfRange(PROXY_2, first, PROXY_2.length));
                assertThat(connection.readLine()).contains("wizd.trustedProxies");
            }
        }
    }
}
