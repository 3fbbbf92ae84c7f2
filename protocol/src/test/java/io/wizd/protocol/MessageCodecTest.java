package io.wizd.protocol;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessageCodecTest {

    @Test
    void readsEveryFieldOfTheEnvelope() {
        Message message = decode("""
                {"msgType":"kv-set","seqNum":17,"userID":"ann","deviceID":"A1","token":"t","requestId":"r",\
                "message":{"key":"a","value":[1, 2]},"new":{"is":"passed over"}}""");

        assertThat(message.msgType()).isEqualTo("kv-set");
        assertThat(message.seqNum()).hasToString("17");
        assertThat(message.userID()).isEqualTo("ann");
        assertThat(message.deviceID()).isEqualTo("A1");
        assertThat(message.token()).isEqualTo("t");
        assertThat(message.requestId()).isEqualTo("r");
        assertThat(message.body()).hasToString("{\"key\":\"a\",\"value\":[1, 2]}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"17", "-1", "1.50", "123456789012345678901234567890", "\"a\"", "\"\\u00e9 é\"", "1e2"})
    void echoesTheSequenceNumberAsItCame(String seqNum) {
        Message message = decode("{\"seqNum\": " + seqNum + " ,\"msgType\":\"ping\"}");

        assertThat(message.seqNum()).hasToString(seqNum);
        ByteBuf out = Unpooled.buffer();
        MessageCodec.encodeReply("ping", message.seqNum(), Json.EMPTY_OBJECT, out);
        assertThat(out.toString(StandardCharsets.UTF_8))
                .isEqualTo("{\"msgType\":\"ping\",\"seqNum\":" + seqNum
                        + ",\"result\":{\"Error\":0,\"Description\":\"Ok\"},\"data\":{}}");
    }

    @Test
    void anAbsentOrNullMessageIsAnEmptyObject() {
        assertThat(decode("{\"msgType\":\"ping\"}").body()).isEqualTo(Json.EMPTY_OBJECT);
        assertThat(decode("{\"msgType\":\"ping\",\"message\":null}").body()).isEqualTo(Json.EMPTY_OBJECT);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "hello ~ NOT_JSON",
                "{\"msgType\":\"ping\" ~ NOT_JSON",
                "{\"msgType\":\"ping\",} ~ NOT_JSON",
                "{'msgType':'ping'} ~ NOT_JSON",
                "{\"msgType\":\"ping\"} x ~ NOT_JSON",
                "{\"msgType\":\"ping\"}{\"msgType\":\"ping\"} ~ NOT_JSON",
                "{\"msgType\":\"ping\",\"message\":{\"a\":NaN}} ~ NOT_JSON",
                "{\"msgType\":\"ping\",\"message\":{\"a\":Infinity}} ~ NOT_JSON",
                "{\"msgType\":\"ping\",\"message\":{\"a\":01}} ~ NOT_JSON",
                "{\"msgType\":\"ping\",\"message\":{\"a\":+1}} ~ NOT_JSON",
                "{\"msgType\":\"ping\",\"message\":{\"a\":\"\t\"}} ~ NOT_JSON",
                "{\"msgType\":\"ping\",\"message\":{\"a\":\"\\x\"}} ~ NOT_JSON",
                "{\"msgType\":\"ping\",\"message\":{\"a\":1e999}} ~ BAD_VALUE",
                "{\"msgType\":\"ping\",\"message\":{\"a\":[-1E+400]}} ~ BAD_VALUE",
                "{\"msgType\":\"ping\",\"message\":{\"a\":0.1e310}} ~ BAD_VALUE",
                "{\"msgType\":\"ping\",\"message\":{\"a\":1e999999999999}} ~ BAD_VALUE",
                "{\"msgType\":\"ping\",\"message\":{\"a\":\"\\ud800\"}} ~ BAD_VALUE",
                "{\"msgType\":\"ping\",\"message\":{\"a\":\"\\udc00\\ud800\"}} ~ BAD_VALUE",
                "{\"msgType\":\"ping\",\"message\":{\"\\uD83Dx\":1}} ~ BAD_VALUE",
                "[1,2] ~ BAD_ENVELOPE",
                "\"ping\" ~ BAD_ENVELOPE",
                "42 ~ BAD_ENVELOPE",
                "null ~ BAD_ENVELOPE",
                "{} ~ MISSING_TYPE",
                "{\"msgType\":null} ~ MISSING_TYPE",
                "{\"msgType\":5} ~ BAD_FIELD",
                "{\"msgType\":\"ping\",\"msgType\":\"ping\"} ~ BAD_FIELD",
                "{\"msgType\":\"ping\",\"x\":1,\"x\":2} ~ BAD_FIELD",
                "{\"msgType\":\"ping\",\"seqNum\":{}} ~ BAD_FIELD",
                "{\"msgType\":\"ping\",\"userID\":1} ~ BAD_FIELD",
                "{\"msgType\":\"ping\",\"userID\":\"a\\u0000\"} ~ BAD_FIELD",
                "{\"msgType\":\"ping\",\"message\":[]} ~ BAD_FIELD",
                "{\"msgType\":\"ping\",\"message\":\"x\"} ~ BAD_FIELD"
            })
    void saysWhatIsWrong(String text, ErrorCode expected) {
        assertThat(faultOf(text.getBytes(StandardCharsets.UTF_8)).fault().code())
                .isEqualTo(expected);
    }

    @Test
    void aFaultStillKnowsTheTypeAndTheNumberBehindIt() {
        MalformedMessageException fault =
                faultOf("{\"userID\":1,\"message\":[1],\"seqNum\":\"s1\",\"msgType\":\"ping\"}"
                        .getBytes(StandardCharsets.UTF_8));

        assertThat(fault.fault().field()).isEqualTo("userID");
        assertThat(fault.msgType()).isEqualTo("ping");
        assertThat(fault.seqNum()).hasToString("\"s1\"");
    }

    @ParameterizedTest
    @CsvSource({
        "mesage, message",
        "msgtype, msgType",
        "msg_type, msgType",
        "SEQNUM, seqNum",
        "user-id, userID",
        "seqNo, seqNum",
        "SeqNr, seqNum",
        "seq, seqNum",
        "sequence_number, seqNum"
    })
    void aMisspeltFieldIsRefused(String name, String meant) {
        Fault fault = faultOf(("{\"" + name + "\":{}}").getBytes(StandardCharsets.UTF_8))
                .fault();

        assertThat(fault.code()).isEqualTo(ErrorCode.BAD_FIELD);
        assertThat(fault.field()).isEqualTo(name);
        assertThat(fault.description())
                .isEqualTo("there is no field " + name + " in an envelope; did you mean " + meant + "?");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sentAt",
                "requestTime",
                "messageId",
                "user",
                "trace.token",
                "x-token",
                "a",
                "se",
                "msgSeq",
                "requests",
                "requestAt",
                "deviceOS"
            })
    void aFieldThatLooksLikeNoneIsPassedOver(String name) {
        assertThat(decode("{\"msgType\":\"ping\",\"" + name + "\":1}").msgType())
                .isEqualTo("ping");
    }

    /** However many there are, they cost no more than others. */
    @Test
    void onlyTheFirstUnknownFieldsAreLookedAtForMistakes() {
        String others =
                IntStream.range(0, 16).mapToObj(i -> "\"other" + i + "\":1,").collect(joining());

        assertThat(decode("{" + others + "\"mesage\":1,\"msgType\":\"ping\"}").msgType())
                .isEqualTo("ping");
    }

    @Test
    void theFirstMisspeltFieldIsTold() {
        assertThat(faultOf("{\"sequNum\":1,\"mesage\":{},\"msgTyp\":\"ping\"}".getBytes(StandardCharsets.UTF_8))
                        .fault()
                        .field())
                .isEqualTo("sequNum");
    }

    @Test
    void aFieldMayLookLikeOneThatIsThere() {
        assertThat(decode(
                                "{\"messages\":1,\"msgType\":\"ping\",\"message\":{\"a\":1},\"seqnum\":1,\"seq\":1,\"seqNum\":2}")
                        .body())
                .hasToString("{\"a\":1}");
    }

    @Test
    void misspeltFieldsAreToldWithThoseThatAreWrong() {
        Fault fault = faultOf("{\"seqNum\":{},\"mesage\":{},\"massage\":{},\"msgType\":\"ping\"}"
                        .getBytes(StandardCharsets.UTF_8))
                .fault();

        assertThat(fault.fields()).extracting(FieldFault::field).first().isEqualTo("seqNum");
        assertThat(fault.fields()).hasSize(2);
    }

    @Test
    void anErrorIsNeverAsLargeAsWhatItRefuses() {
        String name = "😀".repeat(100_000);
        Fault fault = faultOf(("{\"" + name + "\":1,\"" + name + "\":1,\"msgType\":\"ping\"}")
                        .getBytes(StandardCharsets.UTF_8))
                .fault();

        assertThat(fault.field()).hasSize(255).endsWith("😀…");
        assertThat(fault.description()).hasSize(4097).endsWith("😀…");
    }

    @Test
    void keepsAnOpaqueValueByteForByte() {
        String value = "{\"a\":1,\"a\":1.0,\"b\":\"\\u0000\\ud83d\\ude00 😀\",\"c\":-0,\"d\":1E5}";

        assertThat(decode("{\"msgType\":\"kv-set\",\"message\":{\"v\":" + value + "}}")
                        .body())
                .hasToString("{\"v\":" + value + "}");
    }

    @Test
    void allows64LevelsAndRefuses65() {
        assertThat(decode(nested(64)).msgType()).isEqualTo("ping");
        assertThat(faultOf(nested(65).getBytes(StandardCharsets.UTF_8)).fault().code())
                .isEqualTo(ErrorCode.TOO_DEEP);
        assertThat(faultOf(nested(100_000).getBytes(StandardCharsets.UTF_8))
                        .fault()
                        .code())
                .isEqualTo(ErrorCode.TOO_DEEP);
    }

    @Test
    void writesAnErrorWithEverythingAClientNeeds() {
        ByteBuf out = Unpooled.buffer();
        Fault fault = new Fault(ErrorCode.OVERLOADED, "busy: \"kv\"\n", "key", 250L);

        MessageCodec.encodeFault("kv-set", Json.of("1"), fault, out);

        assertThat(out.toString(StandardCharsets.UTF_8))
                .isEqualTo("{\"msgType\":\"kv-set\",\"seqNum\":1,\"result\":{\"Error\":503,\"Code\":\"OVERLOADED\","
                        + "\"Description\":\"busy: \\\"kv\\\"\\n\",\"Field\":\"key\",\"RetryAfterMs\":250}}");
    }

    @Test
    void writesEachFieldThatIsWrong() {
        ByteBuf out = Unpooled.buffer();
        List<FieldFault> fields = List.of(
                new FieldFault("a", ErrorCode.BAD_FIELD, "a is \"x\""),
                new FieldFault("b", ErrorCode.TOO_LARGE, "b is long"));

        MessageCodec.encodeFault(null, null, new Fault(ErrorCode.BAD_FIELD, "both", "a", null, fields), out);

        assertThat(out.toString(StandardCharsets.UTF_8))
                .isEqualTo("{\"result\":{\"Error\":400,\"Code\":\"BAD_FIELD\",\"Description\":\"both\",\"Field\":\"a\","
                        + "\"Errors\":[{\"Field\":\"a\",\"Code\":\"BAD_FIELD\",\"Description\":\"a is \\\"x\\\"\"},"
                        + "{\"Field\":\"b\",\"Code\":\"TOO_LARGE\",\"Description\":\"b is long\"}]}}");
    }

    @Test
    void aRequestIsReadAsItWasWritten() {
        Message message = new Message("a\"b", Json.of("\"7\""), "ü", "d", "t", "r", Json.of("{\"x\":1}"));
        ByteBuf out = Unpooled.buffer();

        MessageCodec.encodeRequest(message, out);

        assertThat(decode(out.toString(StandardCharsets.UTF_8))).isEqualTo(message);
    }

    private static String nested(int depth) {
        int inner = depth - 2;
        return "{\"msgType\":\"ping\",\"message\":{\"a\":" + "[".repeat(inner) + "]".repeat(inner) + "}}";
    }

    private static Message decode(String text) {
        return MessageCodec.decode(text.getBytes(StandardCharsets.UTF_8));
    }

    private static MalformedMessageException faultOf(byte[] text) {
        return catchThrowableOfType(MalformedMessageException.class, () -> MessageCodec.decode(text));
    }
}
