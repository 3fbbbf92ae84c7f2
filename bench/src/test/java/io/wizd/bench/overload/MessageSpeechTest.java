package io.wizd.bench.overload;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class MessageSpeechTest {
    private static final String OK = "\"result\":{\"Error\":0,\"Description\":\"Ok\"}";

    private final MessageSpeech speech = new MessageSpeech();

    private Answer answer(String reply) {
        return speech.answer(Unpooled.copiedBuffer(reply, StandardCharsets.UTF_8));
    }

    private static String reply(int seqNum, String key) {
        return "{\"msgType\":\"kv-get\",\"seqNum\":" + seqNum + "," + OK + ",\"data\":{\"key\":\"" + key
                + "\",\"value\":1,\"version\":7}}";
    }

    @Test
    void asksForAKey() {
        assertThat(((ByteBuf) speech.get("a")).toString(StandardCharsets.UTF_8))
                .isEqualTo("{\"msgType\":\"kv-get\",\"seqNum\":1,\"message\":{\"key\":\"a\"}}");
    }

    @Test
    void aReplyToTheRequestIsItsAnswer() {
        speech.get("a");
        assertThat(answer(reply(1, "a")))
                .isInstanceOfSatisfying(
                        Answer.Value.class, value -> assertThat(value.version()).isEqualTo(7));
    }

    @Test
    void aReplyToAnotherRequestOrKeyIsWrong() {
        speech.get("a");
        assertThat(answer(reply(2, "a"))).isInstanceOf(Answer.Wrong.class);
        assertThat(answer(reply(1, "b"))).isInstanceOf(Answer.Wrong.class);
        assertThat(answer("kv")).isInstanceOf(Answer.Wrong.class);
        speech.set("a", "1");
        assertThat(answer(reply(2, "a"))).isInstanceOf(Answer.Wrong.class);
    }

    @Test
    void errorsAreToldApart() {
        speech.get("a");
        String head = "{\"msgType\":\"kv-get\",\"seqNum\":1,\"result\":";
        assertThat(answer(head + "{\"Error\":503,\"Code\":\"OVERLOADED\",\"RetryAfterMs\":1500}}"))
                .isEqualTo(new Answer.Refused(1500));
        assertThat(answer(head + "{\"Error\":503,\"Code\":\"DEADLINE_EXCEEDED\"}}"))
                .isEqualTo(new Answer.Failed("503 without Retry-After"));
        assertThat(answer(head + "{\"Error\":404,\"Code\":\"KEY_NOT_FOUND\"}}")).isEqualTo(new Answer.Absent());
        assertThat(answer(head + "{\"Error\":500,\"Code\":\"INTERNAL\"}}")).isEqualTo(new Answer.Failed("INTERNAL"));
    }
}
