package io.wizd.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.wizd.protocol.Jsons;
import io.wizd.server.testing.RawConnection;
import io.wizd.server.testing.TestWizd;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bytes that are no message, and messages that are too large: each is told why, over both framings. */
class MalformedMessagesTest extends QuietServer {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "hello",
                "{\"msgType\":\"ping\",}",
                "{]",
                "}",
                "{\"msgType\":\"ping\",\"message\":{\"a\":NaN}}",
                "<?xml version=\"1.0\"?>",
                "\u0001\u0002"
            })
    void whatIsNoJsonGetsOneErrorAndTheEndOfTheConnection(String text) throws IOException {
        try (RawConnection connection = TestWizd.shared().connect()) {
            connection.send(text + "\n" + PING);

            JsonNode reply = Jsons.MAPPER.readTree(connection.readToEnd());
            assertThat(reply.at("/result/Code").textValue()).isEqualTo("NOT_JSON");
        }
        assertServes();
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "17", "null", "\"ping\"", "{}", "{\"msgType\":\"nope\"}", "{\"msgType\":\"fib\"}"})
    void whatIsNoMessageGetsAnErrorAndTheConnectionGoesOn(String text) throws IOException {
        try (RawConnection connection = TestWizd.shared().connect()) {
            connection.send(text + "\n" + PING);

            assertThat(Jsons.MAPPER
                            .readTree(connection.readLine())
                            .at("/result/Error")
                            .intValue())
                    .isBetween(400, 404);
            assertThat(Jsons.MAPPER
                            .readTree(connection.readLine())
                            .at("/result/Error")
                            .intValue())
                    .isZero();
        }
    }

    @Test
    void whatCameBeforeAnErrorIsAnsweredStill() throws IOException {
        try (RawConnection connection = TestWizd.shared().connect()) {
            connection.send("{\"msgType\":\"kv-get\",\"seqNum\":\"before\",\"message\":{\"key\":\"none\"}} hello ");

            assertThat(connection.readToEnd())
                    .contains("NOT_JSON", "\"before\"")
                    .hasLineCount(2);
        }
    }

    @Test
    void aMessageOverTheLimitIsRefusedBeforeItIsKept() throws IOException {
        try (RawConnection connection = TestWizd.shared().connect()) {
            connection.send("{\"msgType\":\"kv-set\",\"message\":{\"key\":\"a\",\"value\":\"");
            connection.send("x".repeat(8 << 20));

            assertThat(Jsons.MAPPER
                            .readTree(connection.readLine())
                            .at("/result/Code")
                            .textValue())
                    .isEqualTo("TOO_LARGE");
        }
        assertServes();
    }

    @Test
    void aLengthPrefixOverTheLimitIsRefusedAtOnce() throws IOException {
        try (RawConnection connection = TestWizd.shared().connect()) {
            connection.send(new byte[] {0, (byte) 0xff, (byte) 0xff, (byte) 0xff});

            JsonNode reply = Jsons.MAPPER.readTree(readFrame(connection));
            assertThat(reply.at("/result/Code").textValue()).isEqualTo("TOO_LARGE");
            assertThat(connection.isEnded()).isTrue();
        }
        assertServes();
    }

    @Test
    void anEmptyFrameIsNoJson() throws IOException {
        try (RawConnection connection = TestWizd.shared().connect()) {
            connection.send(new byte[4]);

            JsonNode reply = Jsons.MAPPER.readTree(readFrame(connection));
            assertThat(reply.at("/result/Code").textValue()).isEqualTo("NOT_JSON");
            assertThat(connection.isEnded()).isTrue();
        }
    }

    @Test
    void aClientHelloOfTlsIsRefused() {
        try (RawConnection connection = TestWizd.shared().connect()) {
            connection.send(new byte[] {0x16, 3, 1, 0, 5, 1, 0, 0, 1, 3});

            assertThat(connection.readToEnd()).contains("NOT_JSON", "does not speak TLS");
        }
        assertServes();
    }

    /** With zeros behind it, it looks like text in another encoding. */
    @Test
    void aLengthBeyondAllMessagesIsToldWhatItWasReadAs() {
        for (int first : new int[] {1, 2, 0x1F}) {
            try (RawConnection connection = TestWizd.shared().connect()) {
                connection.send(new byte[] {(byte) first, 0, 0, 0, '{'});
                assertThat(connection.readToEnd())
                        .contains(
                                "NOT_JSON",
                                "read as JSON text, which cannot begin with the byte 0x%02x;".formatted(first))
                        .contains("since a message has less than 16 MiB")
                        .doesNotContain("UTF-16");
            }
        }
        assertServes();
    }
}
