package io.wizd.server.http;

import static io.wizd.server.http.HttpCase.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import io.wizd.db.testing.Eventually;
import io.wizd.db.testing.Heard;
import io.wizd.event.ServerEvent.ListsBrokenOff;
import io.wizd.server.testing.RawConnection;
import io.wizd.server.testing.RawResponse;
import io.wizd.server.testing.TestWizd;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** Lists that are made while they are sent, over HTTP: framed, in order, ended, refused, broken off. */
@SuppressWarnings("NullAway.Init") // the fields are set before the tests
class StreamTest {
    private static final String PING = request("GET /ping HTTP/1.1");
    private static final int MANY = 1_000;

    private static final Lists LISTS = new Lists();
    private static TestWizd wizd;

    private static final ListAppender<ILoggingEvent> LEAKS = new ListAppender<>();
    private static final ResourceLeakDetector.Level USUAL = ResourceLeakDetector.getLevel();

    @BeforeAll
    static void start() {
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
        LEAKS.start();
        detector().addAppender(LEAKS);
        wizd = TestWizd.start(LISTS);
    }

    @AfterAll
    static void everyBufferWasReleased() {
        wizd.close();
        for (int i = 0; i < 10; i++) {
            System.gc();
            // What was collected without a release is told when the next buffer is made.
            PooledByteBufAllocator.DEFAULT.directBuffer(1).release();
        }
        ResourceLeakDetector.setLevel(USUAL);
        detector().detachAppender(LEAKS);
        assertThat(LEAKS.list).isEmpty();
    }

    private static Logger detector() {
        return (Logger) LoggerFactory.getLogger(ResourceLeakDetector.class);
    }

    /** Whatever became of it, its producer has ended, and it is in flight no longer. */
    @AfterEach
    void nothingIsLeft() {
        Eventually.await("nothing is in flight", () -> wizd.messagesInFlight() == 0);
        assertThat(LISTS.ended.get()).isEqualTo(LISTS.begun.get());
    }

    private static String get(String kind, int count, String... fields) {
        return request("GET /lists/" + kind + "?count=" + count + " HTTP/1.1", fields);
    }

    static String json(String kind, String item, int count) {
        return "{\"kind\":\"" + kind + "\",\"items\":[" + (item + ",").repeat(Math.max(0, count - 1))
                + (count == 0 ? "" : item) + "]}";
    }

    /** The body of a chunked response, each chunk as RFC 9112 has it. */
    private static String readChunks(RawConnection connection) {
        StringBuilder body = new StringBuilder();
        while (true) {
            int size = Integer.parseInt(connection.readLine(), 16);
            body.append(new String(connection.readBytes(size), StandardCharsets.UTF_8));
            assertThat(connection.readLine()).isEmpty();
            if (size == 0) {
                return body.toString();
            }
        }
    }

    private static RawResponse readHead(RawConnection connection) {
        return connection.readHeadResponse();
    }

    @ParameterizedTest
    @CsvSource({"known,1", "known,100", "any,0", "any,1", "any,100"})
    void aShortListHasALength(String kind, int count) {
        try (RawConnection connection = wizd.connect()) {
            RawResponse response = connection.send(get(kind, count) + PING).readResponse();

            assertThat(response.header("Content-Type")).isEqualTo("application/json");
            assertThat(response.header("Vary")).isEqualTo(kind.equals("known") ? "Accept" : "Accept, Accept-Encoding");
            assertThat(response.body()).isEqualTo(json(kind, "7", count));
            assertThat(connection.readResponse().body()).contains("pong");
        }
    }

    @Test
    void aLongListOfKnownLengthHasItToo() {
        try (RawConnection connection = wizd.connect()) {
            RawResponse response = connection.send(get("known", 200_000) + PING).readResponse();

            assertThat(response.has("Transfer-Encoding")).isFalse();
            assertThat(response.body()).isEqualTo(json("known", "7", 200_000));
            assertThat(connection.readResponse().body()).contains("pong");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {66, 131, MANY})
    void aListOfUnknownLengthIsChunked(int count) {
        try (RawConnection connection = wizd.connect()) {
            RawResponse head = readHead(connection.send(get("long", count) + PING));

            assertThat(head.header("Transfer-Encoding")).isEqualTo("chunked");
            assertThat(head.has("Content-Length")).isFalse();
            assertThat(readChunks(connection)).isEqualTo(json("long", Lists.LONG_ITEM, count));
            assertThat(connection.readResponse().body()).contains("pong");
        }
    }

    @Test
    void anOldClientGetsItUntilTheConnectionCloses() {
        try (RawConnection connection = wizd.connect()) {
            String old = "GET /lists/long?count=" + MANY + " HTTP/1.0\r\nConnection: keep-alive\r\n\r\n";
            RawResponse head = readHead(connection.send(old + PING));

            assertThat(head.header("Connection")).isEqualTo("close");
            assertThat(head.has("Transfer-Encoding")).isFalse();
            assertThat(connection.readToEnd()).isEqualTo(json("long", Lists.LONG_ITEM, MANY));
        }
    }

    @Test
    void aClientThatWantsTheConnectionClosedGetsAllAndTheEnd() {
        try (RawConnection connection = wizd.connect()) {
            RawResponse response =
                    connection.send(get("known", 200_000, "Connection: close")).readResponse();
            assertThat(response.body()).isEqualTo(json("known", "7", 200_000));
            assertThat(connection.isEnded()).isTrue();
        }
    }

    @Test
    void headDoesNotProduce() {
        int before = LISTS.begun.get();
        try (RawConnection connection = wizd.connect()) {
            String head = get("known", 500).replace("GET", "HEAD");
            RawResponse known = connection
                    .send(head + get("long", 500).replace("GET", "HEAD") + PING)
                    .readHeadResponse();
            assertThat(known.header("Content-Length"))
                    .isEqualTo(Integer.toString(json("known", "7", 500).length()));
            assertThat(connection.readHeadResponse().status()).isEqualTo(200);
            assertThat(connection.readResponse().body()).contains("pong");
        }
        assertThat(LISTS.begun.get()).isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource({"If-None-Match: *,304", "If-Match: \"1\",412", "Accept: image/png,406"})
    void whatIsNotSentIsNotProduced(String field, int status) {
        int before = LISTS.begun.get();
        try (RawConnection connection = wizd.connect()) {
            assertThat(connection
                            .send(get("long", 500, field) + PING)
                            .readResponse()
                            .status())
                    .isEqualTo(status);
            assertThat(connection.readResponse().body()).contains("pong");
        }
        assertThat(LISTS.begun.get()).isEqualTo(before);
    }

    @Test
    void itIsNotCompressed() {
        try (RawConnection connection = wizd.connect()) {
            RawResponse response = connection
                    .send(get("known", 10_000, "Accept-Encoding: gzip"))
                    .readResponse();
            assertThat(response.has("Content-Encoding")).isFalse();
            assertThat(response.header("Vary")).isEqualTo("Accept");
        }
    }

    @ParameterizedTest
    @CsvSource({"refuses,404,KEY_NOT_FOUND", "fails,500,INTERNAL", "wrong,500,INTERNAL"})
    void whatFailsBeforeTheFirstByteIsAnError(String kind, int status, String code) {
        try (RawConnection connection = wizd.connect()) {
            RawResponse response = connection.send(get(kind, 3) + PING).readResponse();
            assertThat(response.status()).isEqualTo(status);
            assertThat(response.body()).contains(code);
            assertThat(connection.readResponse().body()).contains("pong");
        }
    }

    @Test
    void whatFailsLaterIsBrokenOff() {
        try (RawConnection connection = wizd.connect()) {
            readHead(connection.send(get("breaks", MANY) + PING));
            assertThatThrownBy(() -> readChunks(connection)).hasMessageContaining("the connection ended");
        }
    }

    @Test
    void newsAreSentAtOnce() {
        try (RawConnection connection = wizd.connect()) {
            readHead(connection.send(get("news", 3)));
            assertThat(connection.readLine()).isEqualTo("00000018");
            assertThat(connection.readLine()).isEqualTo("{\"kind\":\"news\",\"items\":[");
            LISTS.news.release();
            assertThat(connection.readLine()).isEqualTo("00000001");
            assertThat(connection.readLine()).isEqualTo("7");
            LISTS.news.release(2);
            assertThat(readChunks(connection)).isEqualTo(",7,7]}");
        }
    }

    @Test
    void theRequestsBehindItWaitForTheirTurn() {
        try (RawConnection connection = wizd.connect()) {
            connection.send(PING + get("long", MANY) + PING + get("known", 3) + get("refuses", 0) + PING);
            assertThat(connection.readResponse().body()).contains("pong");
            readHead(connection);
            assertThat(readChunks(connection)).isEqualTo(json("long", Lists.LONG_ITEM, MANY));
            assertThat(connection.readResponse().body()).contains("pong");
            assertThat(connection.readResponse().body()).isEqualTo(json("known", "7", 3));
            assertThat(connection.readResponse().status()).isEqualTo(404);
            assertThat(connection.readResponse().body()).contains("pong");
        }
    }

    /** The producer blocks for want of room, and learns that nobody reads. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whenTheClientGoesTheProducerEnds(boolean http) {
        int before = LISTS.begun.get();
        try (RawConnection connection = wizd.connect()) {
            connection.send(
                    http
                            ? get("long", Integer.MAX_VALUE) + get("long", Integer.MAX_VALUE)
                            : StreamedMessagesTest.message("long", Integer.MAX_VALUE)
                                    + StreamedMessagesTest.message("long", Integer.MAX_VALUE));
            connection.readBytes(1 << 20);
        }
        Eventually.await("both are done with", () -> wizd.messagesInFlight() == 0);
        assertThat(LISTS.begun.get()).as("the second never began").isEqualTo(before + 1);
    }

    @Test
    void aStopDoesNotWaitForItsEnd() {
        Lists lists = new Lists();
        RawConnection connection;
        try (Heard<ListsBrokenOff> told = Heard.of(ListsBrokenOff.class);
                TestWizd other = TestWizd.start(lists)) {
            connection = other.connect();
            connection.send(get("long", Integer.MAX_VALUE)).readBytes(1 << 20);
            long begun = System.nanoTime();
            other.close();
            assertThat(System.nanoTime() - begun)
                    .as("well below the stop timeout")
                    .isLessThan(4_000_000_000L);
            assertThat(told.texts())
                    .anyMatch(
                            text -> text.startsWith("lists broken off by the stop: 1; the longest had been sent for "));
        }
        connection.close();
        assertThat(lists.ended.get()).isEqualTo(1);
    }

    @Test
    void objectsComeInEachForm() {
        assertThat(text("text/plain")).isEqualTo("{\"a\":\"<\\n\",\"b\":[1,null]}\n".repeat(2));
        assertThat(text("application/xml"))
                .isEqualTo("<?xml version=\"1.0\" encoding=\"UTF-8\"?><reply><kind>objects</kind><items>"
                        + "<item><a>&lt;\n</a><b><item>1</item><item nil=\"true\"></item></b></item>".repeat(2)
                        + "</items></reply>\n");
        assertThat(text("text/html"))
                .contains("<h1>/lists/objects</h1>\n<ul>\n<li><table>", "&lt;\n")
                .endsWith("</li>\n</ul>\n</body>\n</html>\n");
    }

    private static String text(String accept) {
        try (RawConnection connection = wizd.connect()) {
            RawResponse response =
                    connection.send(get("objects", 2, "Accept: " + accept)).readResponse();
            assertThat(response.header("X-Content-Type-Options")).isEqualTo("nosniff");
            return response.body();
        }
    }
}
