package io.wizd.server.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Wherever a message is cut, what is told of it is right, or nothing. */
class EnvelopeBeginningTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\'', textBlock = """
            {"msgType":"kv-set","seqNum":471123,"message":{"key":"a","value":[1,2,"    | "kv-set" | 471123
            {"msgType":"a,b","seqNum":"c,\\"ä,","message":{"key":"a","value":"x        | "a,b"    | "c,\\"ä,"
            {"seqNum":1.5e3,"other":[1,{"seqNum":2}],"msgType":"kv-set","message":{"a, | "kv-set" | 1.5e3
            """)
    void noCutTellsWhatIsNotSo(String message, String msgType, String seqNum) {
        byte[] text = message.getBytes(StandardCharsets.UTF_8);
        for (int length = 0; length <= text.length; length++) {
            Envelope envelope = Envelope.ofBeginning(Arrays.copyOf(text, length));
            assertThat(envelope.msgType()).isIn(null, msgType.replace("\"", ""));
            assertThat(String.valueOf(envelope.seqNum())).isIn("null", seqNum);
        }
        Envelope all = Envelope.ofBeginning(text);
        assertThat(all.msgType()).isNotNull();
        assertThat(String.valueOf(all.seqNum())).isEqualTo(seqNum);
    }
}
