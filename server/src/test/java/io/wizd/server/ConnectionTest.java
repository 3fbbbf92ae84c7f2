package io.wizd.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import io.wizd.db.testing.Eventually;
import io.wizd.protocol.Jsons;
import io.wizd.server.connection.ConnectionLimits;
import io.wizd.server.testing.RawConnection;
import io.wizd.server.testing.TestWizd;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What clients do to a connection: they come, are silent, read late or never, and go. */
class ConnectionTest extends QuietServer {
    /** A line in the log for each would let anybody fill a disk. */
    @ParameterizedTest
    @ValueSource(strings = {"", "\r\n", " ", "{", "G"})
    void aConnectionThatIsResetBeforeItSaysWhatItSpeaksIsNoNews(String first) {
        for (int i = 0; i < 10; i++) {
            RawConnection connection = TestWizd.shared().connect();
            connection.send(first);
            // Whoever connects later is accepted later.
            assertServes();
            connection.reset();
        }
        assertServes();
    }

    /** Each makes room for the next, which the decoder holds: as many levels deep, they would use up the stack. */
    @Test
    void thousandsOfMessagesThatAreAnsweredAtOnceFollowEachOther() {
        int messages = 2_000;
        try (TestWizd wizd = TestWizd.start(new ConnectionLimits(1 << 20, 1, 30_000, 30_000, 75_000));
                RawConnection connection = wizd.connect()) {
            // The more a client sends, the more is read at once.
            for (String first : List.of(PING, "{\"msgType\":\"kv-list\",\"message\":{\"limit\":1}}")) {
                connection.send(first + PING.repeat(messages));
                assertThat(connection.readLine()).contains("\"Error\":0");
                for (int i = 0; i < messages; i++) {
                    assertThat(connection.readLine()).contains("pong");
                }
            }
        }
    }

    /** The messages came in one read; the replies go out as the client takes them, the last ones too. */
    @Test
    void allRepliesComeToAClientThatReadsLate() throws IOException {
        int count = 1_000;
        try (RawConnection connection = TestWizd.shared().connect()) {
            connection.send("{\"msgType\":\"types\"}".repeat(count) + "{\"msgType\":\"ping\",\"seqNum\":\"last\"}");
            JsonNode reply;
            try (JsonParser replies = Jsons.FACTORY.createParser(connection.input())) {
                replies.setCodec(Jsons.MAPPER);
                do {
                    reply = replies.readValueAsTree();
                } while (!reply.path("seqNum").asText().equals("last"));
            }
        }
    }

    @Test
    void aClientThatEndsItsOutputGetsAllItsReplies() {
        try (RawConnection connection = TestWizd.shared().connect()) {
            for (int i = 0; i < 50; i++) {
                connection.send("{\"msgType\":\"kv-get\",\"seqNum\":" + i + ",\"message\":{\"key\":\"none\"}}");
            }
            connection.endOutput();

            assertThat(connection.readToEnd()).hasLineCount(50);
        }
    }

    @Test
    void aClientThatGoesInTheMiddleOfAMessageHarmsNobody() {
        byte[] message = PING.getBytes(StandardCharsets.UTF_8);
        for (int cut = 1; cut < message.length; cut++) {
            try (RawConnection connection = TestWizd.shared().connect()) {
                connection.send(Arrays.copyOf(message, cut));
            }
        }
        for (int i = 0; i < 20; i++) {
            try (RawConnection connection = TestWizd.shared().connect()) {
                connection.send("{\"msgType\":\"kv-set\",\"message\":{\"key\":\"gone\",\"value\":1}}");
            }
        }
        assertServes();
    }

    @Test
    void manyMessagesInFlightAreAllAnsweredOnceUnderTheirNumbers() throws IOException {
        int count = 5_000;
        try (RawConnection connection = TestWizd.shared().connect()) {
            StringBuilder burst = new StringBuilder();
            for (int i = 0; i < count; i++) {
                burst.append("{\"msgType\":\"")
                        .append(i % 3 == 0 ? "ping" : "kv-get")
                        .append("\",\"seqNum\":")
                        .append(i)
                        .append(",\"message\":{\"key\":\"none\"}}");
            }
            Thread sender = Thread.startVirtualThread(() -> connection.send(burst.toString()));
            Set<Integer> answered = new HashSet<>();
            for (int i = 0; i < count; i++) {
                answered.add(Jsons.MAPPER
                        .readTree(connection.readLine())
                        .path("seqNum")
                        .intValue());
            }
            assertThat(answered).hasSize(count);
            assertThat(sender.isAlive()).isFalse();
        }
    }

    @Test
    void aClientThatNeverReadsIsClosedAndHoldsLittleMemory() throws IOException {
        ConnectionLimits impatient = new ConnectionLimits(1 << 20, 16, 200, 30_000, 75_000);
        List<String> requests = IntStream.range(0, 200)
                .mapToObj(i -> "{\"msgType\":\"fib\",\"seqNum\":" + i + ",\"message\":{\"N\":2000}}")
                .toList();
        try (TestWizd wizd = TestWizd.start(impatient);
                RawConnection connection = wizd.connect()) {
            connection.send("{\"msgType\":\"ping\"}").readLine();
            // The white space makes the server read in large pieces, so that one holds all the requests.
            connection.send(" ".repeat(1 << 20) + String.join("", requests));

            Eventually.await("the connection is closed", () -> wizd.openConnections() == 0);
            Eventually.await("all that was begun is done", () -> wizd.messagesInFlight() == 0);
            // 84 MB of replies were asked for; beyond what the kernel holds, no more than 16 were made.
            assertThat(callsOf("fib", wizd)).isLessThan(100);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\r\n \t"})
    void aClientThatSendsNoFirstByteIsClosed(String whiteSpace) {
        ConnectionLimits impatient = new ConnectionLimits(1 << 20, 16, 30_000, 30_000, 200);
        try (TestWizd wizd = TestWizd.start(impatient);
                RawConnection silent = wizd.connect()) {
            silent.send(whiteSpace);

            assertThat(silent.isEnded()).isTrue();
        }
    }

    /** What is no request and no message is no use of a connection, however often it comes. */
    @ParameterizedTest
    @CsvSource({"'',' '", "'','\r\n'", "GET,'\r\n'", "GET,' '", "GET,'\r'"})
    void whiteSpaceKeepsNoConnectionOpen(String verb, String whiteSpace) {
        ConnectionLimits impatient = new ConnectionLimits(1 << 20, 16, 30_000, 30_000, 200);
        try (TestWizd wizd = TestWizd.start(impatient);
                RawConnection connection = wizd.connect()) {
            if (!verb.isEmpty()) {
                connection.send(verb + " /ping HTTP/1.1\r\nHost: wizd\r\n\r\n").readResponse();
            }
            Eventually.await("the connection is closed", () -> isClosed(wizd, connection, whiteSpace));
        }
    }

    private static boolean isClosed(TestWizd wizd, RawConnection connection, String whiteSpace) {
        try {
            connection.send(whiteSpace);
            return wizd.openConnections() == 0;
        } catch (UncheckedIOException e) {
            return true;
        }
    }

    @Test
    void aClientOfMessagesMayBeSilentBetweenThem() {
        ConnectionLimits impatient = new ConnectionLimits(1 << 20, 16, 30_000, 30_000, 200);
        try (TestWizd wizd = TestWizd.start(impatient);
                RawConnection quiet = wizd.connect()) {
            quiet.send(PING).readLine();
            try (RawConnection later = wizd.connect()) {
                assertThat(later.isEnded()).as("the time is over").isTrue();
            }

            assertThat(quiet.send(PING).readLine()).contains("\"pong\":true");
        }
    }

    private static int callsOf(String type, TestWizd wizd) throws IOException {
        try (RawConnection connection = wizd.connect()) {
            JsonNode stats = Jsons.MAPPER.readTree(
                    connection.send("{\"msgType\":\"stats\"}").readLine());
            for (JsonNode row : stats.at("/data/types")) {
                if (row.path("type").textValue().equals(type)) {
                    return row.path("calls").intValue();
                }
            }
        }
        throw new AssertionError("stats do not know " + type);
    }

    @Test
    void theFirstByteDecidesAndWhiteSpaceBeforeItDoesNotCount() throws IOException {
        try (RawConnection connection = TestWizd.shared().connect()) {
            connection.send("\r\n \t\r\nGET /ping HTTP/1.1\r\nHost: wizd\r\n\r\n");
            assertThat(connection.readResponse().status()).isEqualTo(200);
        }
        try (RawConnection connection = TestWizd.shared().connect()) {
            connection.send("\r\n \t" + PING);
            assertThat(connection.readLine()).contains("\"pong\":true");
        }
        try (RawConnection connection = TestWizd.shared().connect()) {
            ByteBuffer frame = ByteBuffer.allocate(4 + PING.length())
                    .putInt(PING.length())
                    .put(PING.getBytes(StandardCharsets.UTF_8));
            connection.send(frame.array());
            assertThat(readFrame(connection)).contains("\"pong\":true");
        }
    }
}
