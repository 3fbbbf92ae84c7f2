package io.wizd.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** {@link MessageCodec#decode} beside a reader of JSON that is not ours. */
class EnvelopeFuzzTest {

    @FuzzTest
    void whatIsTakenIsWhatTheReferenceReads(byte[] text) {
        List<String> tokens = ReferenceJson.tokens(text);
        Message message;
        try {
            message = MessageCodec.decode(text);
        } catch (MalformedMessageException e) {
            if (e.fault().code() == ErrorCode.NOT_JSON) {
                assertThat(tokens).as(e.fault().description()).isNull();
            }
            return;
        }
        assertThat(tokens).isNotNull();
        assertSame(message, ReferenceJson.fields(Objects.requireNonNull(tokens)));
        assertStable(message);
    }

    private static void assertSame(Message message, Map<String, List<String>> fields) {
        assertText(message.msgType(), fields.get("msgType"));
        assertText(message.userID(), fields.get("userID"));
        assertText(message.deviceID(), fields.get("deviceID"));
        assertText(message.token(), fields.get("token"));
        assertText(message.requestId(), fields.get("requestId"));
        assertJson(message.seqNum(), fields.get("seqNum"));
        assertJson(
                message.body(),
                isAbsent(fields.get("message")) ? List.of("START_OBJECT {", "END_OBJECT }") : fields.get("message"));
    }

    private static void assertText(@Nullable String ours, @Nullable List<String> tokens) {
        if (isAbsent(tokens)) {
            assertThat(ours).isNull();
        } else {
            assertThat(tokens).containsExactly("VALUE_STRING " + ours);
        }
    }

    private static void assertJson(@Nullable Json ours, @Nullable List<String> tokens) {
        if (isAbsent(tokens)) {
            assertThat(ours).isNull();
        } else {
            assertThat(ReferenceJson.tokens(Objects.requireNonNull(ours).toBytes()))
                    .isEqualTo(tokens);
        }
    }

    private static boolean isAbsent(@Nullable List<String> tokens) {
        return tokens == null || tokens.equals(List.of("VALUE_NULL null"));
    }

    private static void assertStable(Message message) {
        byte[] written = written(message);
        Message again = MessageCodec.decode(written);
        assertThat(again).isEqualTo(message);
        assertThat(written(again)).isEqualTo(written);
    }

    private static byte[] written(Message message) {
        ByteBuf out = Unpooled.buffer();
        MessageCodec.encodeRequest(message, out);
        return ByteBufUtil.getBytes(out);
    }
}
