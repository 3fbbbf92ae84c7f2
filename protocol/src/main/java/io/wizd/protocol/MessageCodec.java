package io.wizd.protocol;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
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
     * @throws MalformedMessageException where it is no message
     */
    public static Message decode(byte[] text) {
        return new EnvelopeReader(text).read();
    }

    /**
     * Checks that the bytes are one JSON value within the limits of the wire.
     *
     * @throws WizdException where they are not
     */
    public static Json checked(byte[] text) {
        JsonText.check(text, 0, text.length);
        try (JsonParser parser = Jsons.FACTORY.createParser(text)) {
            if (parser.nextToken() == null) {
                throw WizdException.of(ErrorCode.NOT_JSON, "the text is empty");
            }
            skipChecked(parser);
            if (parser.nextToken() != null) {
                throw WizdException.of(ErrorCode.NOT_JSON, "the text goes on after its JSON value");
            }
            return Json.of(text);
        } catch (IOException e) {
            throw malformed(e, text);
        }
    }

    /** Passes over the value at the current token, down to its last number. */
    static void skipChecked(JsonParser parser) throws IOException {
        int depth = 0;
        JsonToken token = parser.currentToken();
        while (true) {
            if (token == null) {
                throw WizdException.of(ErrorCode.NOT_JSON, "the text ends in the middle of a value");
            }
            if (token.isStructStart()) {
                checkDepth(parser);
                depth++;
            } else if (token.isStructEnd()) {
                depth--;
            } else if (token.isNumeric()) {
                checkFinite(parser, token);
            }
            if (depth == 0) {
                return;
            }
            token = parser.nextToken();
        }
    }

    private static void checkDepth(JsonParser parser) {
        if (parser.getParsingContext().getNestingDepth() > JsonLimits.MAX_DEPTH) {
            throw tooDeep();
        }
    }

    private static WizdException tooDeep() {
        return WizdException.of(
                ErrorCode.TOO_DEEP, "the JSON is nested more than " + JsonLimits.MAX_DEPTH + " levels deep");
    }

    private static void checkFinite(JsonParser parser, JsonToken token) throws IOException {
        if (mayOverflow(parser, token) && Double.isInfinite(Double.parseDouble(parser.getText()))) {
            throw WizdException.of(ErrorCode.BAD_VALUE, "a number is too large: " + abbreviate(parser.getText()));
        }
    }

    /** 300 digits are below the largest double, so only longer numbers and large exponents need to be converted to know. */
    private static boolean mayOverflow(JsonParser parser, JsonToken token) throws IOException {
        int length = parser.getTextLength();
        if (length > 300 || token == JsonToken.VALUE_NUMBER_INT) {
            return length > 300;
        }
        char[] text = parser.getTextCharacters();
        int begin = parser.getTextOffset();
        for (int i = begin + length - 1; i > begin; i--) {
            if (text[i] == 'e' || text[i] == 'E') {
                return text[i + 1] != '-';
            }
        }
        return false;
    }

    /**
     * What a failure of the parser means to the client, in our words and with the place.
     *
     * @param text the whole of what it was to read
     */
    public static WizdException malformed(IOException e, byte[] text) {
        // Of the parser's own limits, Jsons leaves the one on nesting alone.
        return e instanceof StreamConstraintsException ? tooDeep() : JsonFlaw.of(text);
    }

    /** Appends {@code {"msgType":…,"seqNum":…,"result":{"Error":0,…},"data":…}}, the data as it is. */
    public static void encodeReply(@Nullable String msgType, @Nullable Json seqNum, Json data, ByteBuf out) {
        beginReply(msgType, seqNum, out);
        data.writeTo(out);
        out.writeByte('}');
    }

    /** Appends what stands before the data of a success; behind them comes one closing brace. */
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
        out.writeByte('}').writeByte('}');
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

    /** For an error's description: the first characters are enough to find the place. */
    static String abbreviate(String text) {
        return text.length() <= 40 ? text : text.substring(0, 40) + "…";
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
