package io.wizd.server.http.body;

import io.wizd.protocol.ErrorCode;
import io.wizd.protocol.Json;
import io.wizd.protocol.MessageCodec;
import io.wizd.protocol.WizdException;
import java.util.Base64;

/** What a request body is as JSON. Static, any thread. */
public final class RequestJson {
    private RequestJson() {}

    /**
     * A request body that is the whole message.
     *
     * @throws WizdException if it is not a JSON object
     */
    public static Json object(byte[] content) {
        Json json = MessageCodec.checked(content);
        if (content[firstByte(content)] != '{') {
            throw WizdException.of(ErrorCode.BAD_FIELD, "the body must be a JSON object");
        }
        return json;
    }

    /**
     * A request body that is one value, without white space around it.
     *
     * @throws WizdException if it is not JSON
     */
    public static Json value(byte[] content) {
        MessageCodec.checked(content);
        int from = firstByte(content);
        int end = content.length;
        while (isWhiteSpace(content[end - 1])) {
            end--;
        }
        return Json.of(content, from, end - from);
    }

    /** The place of the first byte that is not white space; 0 if there is none. */
    public static int firstByte(byte[] text) {
        for (int i = 0; i < text.length; i++) {
            if (!isWhiteSpace(text[i])) {
                return i;
            }
        }
        return 0;
    }

    private static boolean isWhiteSpace(byte b) {
        return b == ' ' || b == '\n' || b == '\r' || b == '\t';
    }

    /** A request body that is bytes: a string in base64, which needs no escapes. */
    public static Json base64(byte[] content) {
        byte[] text = new byte[2 + 4 * ((content.length + 2) / 3)];
        int length = Base64.getEncoder().encode(content, text);
        System.arraycopy(text, 0, text, 1, length);
        text[0] = '"';
        text[length + 1] = '"';
        return Json.of(text);
    }
}
