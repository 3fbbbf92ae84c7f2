package io.wizd.bench.overload;

import com.fasterxml.jackson.databind.JsonNode;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandler;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import io.netty.handler.codec.LengthFieldPrepender;
import io.wizd.protocol.Jsons;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Messages over TCP, each after its length. */
final class MessageSpeech implements Speech {
    private static final int MAX_REPLY_BYTES = 1 << 16;
    private static final int OVERLOADED = 503;

    private String asked = "";
    private String key = "";
    private int seqNum;

    @Override
    public List<ChannelHandler> codec() {
        return List.of(
                new LengthFieldBasedFrameDecoder(MAX_REPLY_BYTES, 0, Integer.BYTES, 0, Integer.BYTES),
                new LengthFieldPrepender(Integer.BYTES));
    }

    @Override
    public Object get(String wanted) {
        return message("kv-get", wanted, "");
    }

    @Override
    public Object set(String wanted, String value) {
        return message("kv-set", wanted, ",\"value\":" + value);
    }

    private ByteBuf message(String type, String wanted, String more) {
        asked = type;
        key = wanted;
        seqNum++;
        String text = "{\"msgType\":\"" + type + "\",\"seqNum\":" + seqNum + ",\"message\":{\"key\":\"" + wanted + "\""
                + more + "}}";
        return Unpooled.wrappedBuffer(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public Answer answer(Object reply) {
        JsonNode envelope;
        try {
            envelope = Jsons.MAPPER.readTree(ByteBufUtil.getBytes((ByteBuf) reply));
        } catch (IOException e) {
            return new Answer.Wrong("no JSON: " + e.getMessage());
        }
        if (!envelope.path("msgType").asText().equals(asked)
                || envelope.path("seqNum").asInt() != seqNum) {
            return new Answer.Wrong(asked + " " + seqNum + " was asked, answered is " + cut(envelope));
        }
        JsonNode result = envelope.path("result");
        if (result.path("Error").asInt(-1) != 0) {
            return error(result);
        }
        return success(envelope.path("data"));
    }

    private Answer success(JsonNode data) {
        long version = data.path("version").asLong();
        if (!asked.equals("kv-get")) {
            return new Answer.Written(data.path("key").asText(), version);
        }
        return data.path("key").asText().equals(key)
                ? new Answer.Value(data.path("value"), version)
                : new Answer.Wrong("asked for " + key + ", answered is " + cut(data));
    }

    private static Answer error(JsonNode result) {
        String code = result.path("Code").asText();
        if (code.equals("KEY_NOT_FOUND")) {
            return new Answer.Absent();
        }
        if (result.path("Error").asInt() == OVERLOADED) {
            JsonNode retryAfterMs = result.path("RetryAfterMs");
            return retryAfterMs.isNumber()
                    ? new Answer.Refused(retryAfterMs.asLong())
                    : new Answer.Failed("503 without Retry-After");
        }
        return new Answer.Failed(code);
    }

    private static String cut(JsonNode node) {
        String text = node.toString();
        return text.substring(0, Math.min(text.length(), 200));
    }

    @Override
    public boolean staysOpen() {
        return true;
    }
}
