package io.wizd.protocol;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Text to {@link Message} and replies to text. Strict RFC 8259 and, where that is silent, I-JSON (RFC 7493): UTF-8
 * only, no lone surrogates, no number beyond a double, at most {@link JsonLimits#MAX_DEPTH} levels. Static, any thread.
 */
public final class MessageCodec {
    private static final byte[] REPLY_TYPE = ascii("{\"msgType\":");
    private static final byte[] REPLY_SEQ_NUM = ascii("\"seqNum\":");
    private static final byte[] REPLY_OK = ascii("\"result\":{\"Error\":0,\"Description\":\"Ok\"},\"data\":");
    private static final byte[] REPLY_ERROR = ascii("\"result\":{\"Error\":");

    private MessageCodec() {}

    /**
     * Reads one whole text.
     *
     * @param text one frame; the message keeps slices of it, so it must not change afterwards
     * @throws MalformedMessageException if it is not a message
     */
    public static Message decode(byte[] text) {
        return new EnvelopeReader(text).read();
    }

    /**
     * Checks that the bytes are one JSON value within the limits of the wire.
     *
     * @throws WizdException if they are not
     */
    public static Json checked(byte[] text) {
        JsonText.check(text, 0, text.length);
        JsonSyntax.check(text);
        return Json.of(text);
    }

    /**
     * What the parser refuses, in our words and with the place.
     *
     * @param text the whole of what it was to read
     */
    public static WizdException malformed(IOException e, byte[] text) {
        try {
            JsonSyntax.check(text);
        } catch (WizdException known) {
            return known;
        }
        return new WizdException(Fault.of(ErrorCode.NOT_JSON), e);
    }

    /**
     * Bounds what is read name by name: an envelope, and what a message's record declares.
     *
     * @throws WizdException {@code TOO_LARGE} for more than {@link JsonLimits#MAX_FIELDS}
     */
    public static void checkFields(int count) {
        if (count > JsonLimits.MAX_FIELDS) {
            throw WizdException.of(
                    ErrorCode.TOO_LARGE, "a message may have " + JsonLimits.MAX_FIELDS + " fields at most");
        }
    }

    /** Appends {@code {"msgType":…,"seqNum":…,"result":{"Error":0,…},"data":…}}, the data as it is. */
    public static void encodeReply(@Nullable String msgType, @Nullable Json seqNum, Json data, ByteBuf out) {
        beginReply(msgType, seqNum, out);
        data.writeTo(out);
        out.writeByte('}');
    }

    /** Appends what is before the data of a success; behind them comes one closing brace. */
    public static void beginReply(@Nullable String msgType, @Nullable Json seqNum, ByteBuf out) {
        encodeHead(msgType, seqNum, out);
        out.writeBytes(REPLY_OK);
    }

    /** Appends the error reply; the type is left out where it is not known. */
    public static void encodeFault(@Nullable String msgType, @Nullable Json seqNum, Fault fault, ByteBuf out) {
        encodeHead(msgType, seqNum, out);
        out.writeBytes(REPLY_ERROR);
        writeAscii(Integer.toString(fault.code().httpStatus()), out);
        writeAscii(",\"Code\":\"" + fault.code().name() + "\",\"Description\":", out);
        writeQuoted(fault.description(), out);
        if (fault.field() != null) {
            writeAscii(",\"Field\":", out);
            writeQuoted(fault.field(), out);
        }
        if (fault.retryAfterMs() != null) {
            writeAscii(",\"RetryAfterMs\":" + fault.retryAfterMs(), out);
        }
        writeFields(fault.fields(), out);
        out.writeByte('}').writeByte('}');
    }

    private static void writeFields(List<FieldFault> fields, ByteBuf out) {
        for (int i = 0; i < fields.size(); i++) {
            FieldFault fault = fields.get(i);
            writeAscii(i == 0 ? ",\"Errors\":[" : ",", out);
            writeAscii("{\"Field\":", out);
            writeQuoted(fault.field(), out);
            writeAscii(",\"Code\":\"" + fault.code().name() + "\",\"Description\":", out);
            writeQuoted(fault.description(), out);
            writeAscii(i == fields.size() - 1 ? "}]" : "}", out);
        }
    }

    /** Appends the envelope of a request. */
    public static void encodeRequest(Message message, ByteBuf out) {
        encodeHead(message.msgType(), message.seqNum(), out);
        writeField("userID", message.userID(), out);
        writeField("deviceID", message.deviceID(), out);
        writeField("token", message.token(), out);
        writeField("requestId", message.requestId(), out);
        writeAscii("\"message\":", out);
        message.body().writeTo(out);
        out.writeByte('}');
    }

    private static void encodeHead(@Nullable String msgType, @Nullable Json seqNum, ByteBuf out) {
        if (msgType == null) {
            out.writeByte('{');
        } else {
            out.writeBytes(REPLY_TYPE);
            writeQuoted(msgType, out);
            out.writeByte(',');
        }
        if (seqNum != null) {
            out.writeBytes(REPLY_SEQ_NUM);
            seqNum.writeTo(out);
            out.writeByte(',');
        }
    }

    private static void writeField(String name, @Nullable String value, ByteBuf out) {
        if (value != null) {
            writeQuoted(name, out);
            out.writeByte(':');
            writeQuoted(value, out);
            out.writeByte(',');
        }
    }

    private static void writeQuoted(String text, ByteBuf out) {
        out.writeByte('"')
                .writeBytes(JsonStringEncoder.getInstance().quoteAsUTF8(text))
                .writeByte('"');
    }

    private static void writeAscii(String text, ByteBuf out) {
        out.writeCharSequence(text, StandardCharsets.US_ASCII);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
