package io.wizd.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What of the text of a message is JSON in UTF-8, and what is told of any other. */
class MessageSyntaxTest {

    /** What is wrong, where, and not a word of the parser. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "hello ~ line 1, column 1: a value is expected, not hello",
                "{ ~ line 1, column 2: the name of a field in double quotes or } is expected, and the text ends",
                "{\"a\":1 ~ line 1, column 7: a comma or the end of what is open is expected, and the text ends",
                "{\"a\":1,} ~ line 1, column 8: the name of a field in double quotes is expected, not }",
                "{'a':1} ~ line 1, column 2: the name of a field in double quotes or } is expected, not '",
                "`{\"ä\":\n [1, 2\n  x]}` ~ line 3, column 3: a comma or the end of what is open is expected, not x",
                "{\"a\":NaN} ~ line 1, column 6: a value is expected, not NaN",
                "{\"a\":-Infinity} ~ line 1, column 7: a digit is expected, not Infinity",
                "{\"a\":[,1]} ~ line 1, column 7: a value or ] is expected, not ,",
                "{\"a\":01} ~ line 1, column 6: a number has no leading zeros",
                "{\"a\":+1} ~ line 1, column 6: a value is expected, not +",
                "{\"a\":1.} ~ line 1, column 8: a digit is expected, not }",
                "{\"a\":1e+ ~ line 1, column 9: a digit is expected, and the text ends",
                "{\"a\":tru} ~ line 1, column 6: a value is expected, not tru",
                "{\"a\" 1} ~ line 1, column 6: a colon is expected, not 1",
                "{\"a\":\"\t\"} ~ line 1, column 7: U+0009 in a string must be written as \\u0009",
                "{\"a\":\"\\x\"} ~ line 1, column 7: no escape begins so: \\x",
                "{\"a\":\"\\u12G4\"} ~ line 1, column 7: no escape begins so: \\u",
                "{\"a\":\"b ~ line 1, column 6: the string that begins here does not end",
                "{\"a\":1}} ~ line 1, column 8: nothing more is expected, not }",
                "{\"a\":1]} ~ line 1, column 7: a comma or the end of what is open is expected, not ]",
                "{\"a\":é} ~ line 1, column 6: a value is expected, not é",
                "/* */{} ~ line 1, column 1: a value is expected, not /"
            })
    void whatIsNoJsonIsTold(String text, String why) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        String expected = "invalid JSON: " + why;
        assertThat(faultOf(bytes).fault().description()).isEqualTo(expected);
        assertThatThrownBy(() -> MessageCodec.checked(bytes)).hasMessageContaining(expected);
    }

    /** Whatever the parser refuses, the place is found. */
    @Test
    void everyCutOfATextIsTold() {
        String text = "{\"msgType\":\"a\\u00e9\",\"b\":[1.5e-3,true,{},[],null,{\"c\":-0}]}";
        for (int length = 1; length < text.length(); length++) {
            byte[] cut = text.substring(0, length).getBytes(StandardCharsets.UTF_8);
            assertThatThrownBy(() -> MessageCodec.checked(cut)).hasMessageContaining("invalid JSON: line 1, column ");
        }
    }

    @Test
    void refusesBytesThatAreNoUtf8EvenWhereTheyWouldBePassedOver() {
        for (byte[] bad : new byte[][] {
            {(byte) 0xff}, {(byte) 0xc3}, {(byte) 0xc0, (byte) 0x80}, {(byte) 0xed, (byte) 0xa0, (byte) 0x80}
        }) {
            byte[] head = "{\"msgType\":\"ping\",\"message\":{\"a\":\"".getBytes(StandardCharsets.UTF_8);
            byte[] tail = "\"}}".getBytes(StandardCharsets.UTF_8);
            ByteBuf text = Unpooled.wrappedBuffer(head, bad, tail);
            byte[] bytes = new byte[text.readableBytes()];
            text.readBytes(bytes);
            assertThat(faultOf(bytes).fault().code()).isEqualTo(ErrorCode.NOT_JSON);
        }
    }

    /** A parser that guesses the encoding would take these, and know no offsets in the bytes. */
    @ParameterizedTest
    @ValueSource(strings = {"UTF-16LE", "UTF-16BE", "UTF-16", "UTF-32LE", "UTF-32BE", "UTF-32"})
    void textInAnotherEncodingIsNoJson(Charset charset) {
        for (String text :
                List.of("{\"msgType\":\"ping\",\"message\":{\"a\":1}}", "{}", "[1]", "1", "\"é\"", "{\"ü\":1}")) {
            byte[] bytes = text.getBytes(charset);
            assertThat(faultOf(bytes).fault().code()).as(text).isEqualTo(ErrorCode.NOT_JSON);
            assertThat(faultOf(bytes).fault().description()).as(text).contains("UTF-8");
            assertThat(catchThrowableOfType(WizdException.class, () -> MessageCodec.checked(bytes))
                            .fault()
                            .code())
                    .as(text)
                    .isEqualTo(ErrorCode.NOT_JSON);
        }
    }

    @Test
    void aByteOrderMarkIsRefused() {
        byte[] marked = "\uFEFF{\"msgType\":\"ping\"}".getBytes(StandardCharsets.UTF_8);

        assertThat(faultOf(marked).fault())
                .isEqualTo(Fault.of(
                        ErrorCode.NOT_JSON,
                        "invalid JSON: it begins with a byte order mark (U+FEFF), which must be left out"));
        assertThatThrownBy(() -> MessageCodec.checked(marked)).hasMessageContaining("byte order mark");
        assertThat(decode("{\"msgType\":\"ping\",\"message\":{\"a\":\"\uFEFF\"}}")
                        .body())
                .as("in a string it is a character like others")
                .hasToString("{\"a\":\"\uFEFF\"}");
    }

    /** Looked up in a list, or in a table where they collide, they would take minutes. */
    @ParameterizedTest
    @ValueSource(strings = {"k", "a.very.long.prefix.of.a.name."})
    @Timeout(60)
    void veryManyNamesTakeNoLongerThanTheirBytes(String prefix) {
        String names = IntStream.range(0, 500_000)
                .mapToObj(i -> '"' + prefix + i + "\":1")
                .collect(Collectors.joining(","));

        assertThat(decode("{\"msgType\":\"ping\",\"message\":{\"a\":{" + names + "}},\"seqNum\":7}")
                        .seqNum())
                .hasToString("7");
        assertThat(MessageCodec.checked(("[{" + names + "}]").getBytes(StandardCharsets.UTF_8))
                        .length())
                .isEqualTo(names.length() + 4);
        assertThat(faultOf(("{\"msgType\":\"ping\"," + names + "}").getBytes(StandardCharsets.UTF_8)))
                .satisfies(e -> assertThat(e.msgType()).isEqualTo("ping"))
                .satisfies(e -> assertThat(e.fault())
                        .isEqualTo(Fault.of(ErrorCode.TOO_LARGE, "a message may have 256 fields at most")));
    }

    /** What Jackson takes is taken, and nothing else. */
    @Test
    void jsonIsWhatTheParserTakes() {
        String[] parts = {
            "{", "}", "[", "]", ",", ":", "\"a\"", "\"", "\\", "\\u00e9", "\\n", "1", "-", "0", ".", "e", "+", "true",
            "nul", "l", " ", "\n", "\t", "é", "{\"a\":", "[1,", "}]", "\u0001"
        };
        Random random = new Random(8);
        int valid = 0;
        for (int i = 0; i < 300_000; i++) {
            String text = random.ints(1 + random.nextInt(9), 0, parts.length)
                    .mapToObj(part -> parts[part])
                    .collect(Collectors.joining());
            boolean taken = isTakenByJackson(text);
            valid += taken ? 1 : 0;
            assertThat(isTaken(text)).as(text).isEqualTo(taken);
        }
        assertThat(valid).isGreaterThan(3_000);
    }

    private static boolean isTaken(String text) {
        try {
            return MessageCodec.checked(text.getBytes(StandardCharsets.UTF_8)) != null;
        } catch (WizdException e) {
            assertThat(e.fault().code()).isEqualTo(ErrorCode.NOT_JSON);
            return false;
        }
    }

    private static boolean isTakenByJackson(String text) {
        try (JsonParser parser = new JsonFactory().createParser(text)) {
            int depth = 0;
            int values = 0;
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                parser.getText();
                depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
                values += depth == 0 ? 1 : 0;
            }
            return values == 1;
        } catch (IOException e) {
            return false;
        }
    }

    /** Digits converted to a number of any size would take the square of their count. */
    @Test
    @Timeout(60)
    void veryLongNumbersTakeNoLongerThanTheirBytes() {
        String digits = "7".repeat(1_000_000);
        for (String number : List.of(digits, "0." + digits, "1e" + digits, "1" + digits + "e-2000000")) {
            byte[] text = ("{\"msgType\":\"ping\",\"seqNum\":1,\"message\":{\"a\":" + number + "}}")
                    .getBytes(StandardCharsets.UTF_8);
            if (number.startsWith("0.") || number.endsWith("e-2000000")) {
                assertThat(MessageCodec.decode(text).msgType()).isEqualTo("ping");
            } else {
                assertThat(faultOf(text).fault().code()).isEqualTo(ErrorCode.BAD_VALUE);
            }
        }
    }

    private static Message decode(String text) {
        return MessageCodec.decode(text.getBytes(StandardCharsets.UTF_8));
    }

    private static MalformedMessageException faultOf(byte[] text) {
        return catchThrowableOfType(MalformedMessageException.class, () -> MessageCodec.decode(text));
    }
}
