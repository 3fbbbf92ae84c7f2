package io.wizd.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.wizd.db.testing.Eventually;
import io.wizd.protocol.Jsons;
import io.wizd.server.testing.RawConnection;
import io.wizd.server.testing.TestWizd;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Lists that are made while they are sent, as the data of messages in every framing. */
@SuppressWarnings("NullAway.Init") // the fields are set before the tests
class StreamedMessagesTest {
    private static final int MANY = 1_000;

    private static final Lists LISTS = new Lists();
    private static TestWizd wizd;

    @BeforeAll
    static void start() {
        wizd = TestWizd.start(LISTS);
    }

    @AfterAll
    static void stop() {
        wizd.close();
    }

    @AfterEach
    void nothingIsLeft() {
        Eventually.await("nothing is in flight", () -> wizd.messagesInFlight() == 0);
        assertThat(LISTS.ended.get()).isEqualTo(LISTS.begun.get());
    }

    static String message(String kind, int count) {
        return "{\"msgType\":\"list\",\"seqNum\":\"" + kind + "\",\"message\":{\"kind\":\"" + kind + "\",\"count\":"
                + count + "}}";
    }

    @Test
    void repliesDoNotStandInTheMiddleOfEachOther() throws IOException {
        try (RawConnection connection = wizd.connect()) {
            String ping = "{\"msgType\":\"ping\",\"seqNum\":1}";
            connection.send(
                    message("long", MANY) + ping + message("known", 3) + " 17 " + message("refuses", 1) + "nonsense\n");

            assertThat(data(connection.readLine())).isEqualTo(StreamTest.json("long", Lists.LONG_ITEM, MANY));
            assertThat(connection.readLine()).contains("pong");
            assertThat(data(connection.readLine())).isEqualTo(StreamTest.json("known", "7", 3));
            assertThat(connection.readLine()).contains("BAD_ENVELOPE");
            assertThat(connection.readLine()).contains("KEY_NOT_FOUND");
            assertThat(connection.readLine()).contains("NOT_JSON");
            assertThat(connection.isEnded()).isTrue();
        }
    }

    private static String data(String reply) throws IOException {
        JsonNode envelope = Jsons.MAPPER.readTree(reply);
        assertThat(envelope.at("/result/Error").intValue()).isZero();
        return envelope.path("data").toString();
    }

    @Test
    void aLengthPrefixNeedsALength() throws IOException {
        try (RawConnection connection = wizd.connect()) {
            connection.send(frame(message("known", 100_000)));
            connection.send(frame(message("any", 3)));
            connection.send(frame(message("long", MANY)));

            assertThat(data(readFrame(connection))).isEqualTo(StreamTest.json("known", "7", 100_000));
            assertThat(data(readFrame(connection))).as("short").isEqualTo(StreamTest.json("any", "7", 3));
            assertThat(readFrame(connection)).contains("NOT_ACCEPTABLE", "ask as JSON text or over HTTP");
        }
    }

    private static byte[] frame(String message) {
        return ByteBuffer.allocate(4 + message.length())
                .putInt(message.length())
                .put(message.getBytes(StandardCharsets.UTF_8))
                .array();
    }

    private static String readFrame(RawConnection connection) {
        int length = ByteBuffer.wrap(connection.readBytes(4)).getInt();
        return new String(connection.readBytes(length), StandardCharsets.UTF_8);
    }

    @Test
    void anEnvelopeOverHttpIsAnsweredToo() throws IOException {
        try (RawConnection connection = wizd.connect()) {
            String type = "Content-Type: application/json";
            connection.send(HttpCase.requestWithBody("POST / HTTP/1.1", message("known", 50_000), type));
            assertThat(data(connection.readResponse().body())).isEqualTo(StreamTest.json("known", "7", 50_000));

            String array = "[" + message("known", 3) + ",{\"msgType\":\"fib\",\"message\":{\"N\":1000}}]";
            JsonNode replies = Jsons.MAPPER.readTree(connection
                    .send(HttpCase.requestWithBody("POST / HTTP/1.1", array, type))
                    .readResponse()
                    .body());
            assertThat(replies.at("/0/result/Code").textValue()).isEqualTo("TOO_LARGE");
            assertThat(replies.at("/1/data/result").size()).isEqualTo(1_000);
        }
    }
}
