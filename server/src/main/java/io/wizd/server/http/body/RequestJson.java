package io.wizd.server.http.body;

import io.wizd.handlers.spec.RecordBinder;
import io.wizd.protocol.ErrorCode;
import io.wizd.protocol.Json;
import io.wizd.protocol.MessageCodec;
import io.wizd.protocol.WizdException;
import io.wizd.server.http.wire.JsonBuffer;
import io.wizd.server.http.wire.SameField;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Puts a message's body together from what HTTP spreads over path, query and request body. Static, any thread. */
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

    /** Where the first byte stands that is no white space; 0 if there is none. */
    public static int firstByte(byte[] text) {
        for (int i = 0; i < text.length; i++) {
            if (text[i] != ' ' && text[i] != '\n' && text[i] != '\r' && text[i] != '\t') {
                return i;
            }
        }
        return 0;
    }

    /** The fields from path and query alone. */
    public static Json of(Map<String, String> fields, RecordBinder<?> binder) {
        return fields.isEmpty() ? Json.EMPTY_OBJECT : open(fields, binder, 0).end();
    }

    /** The fields from path and query, and a request body that is the value of one field; none if it is empty. */
    public static Json withBodyField(
            Map<String, String> fields, RecordBinder<?> binder, String bodyField, byte[] content) {
        JsonBuffer out = open(fields, binder, content.length);
        if (content.length > 0) {
            Json value = MessageCodec.checked(content);
            out.name(bodyField).raw(value.array(), value.offset(), value.length());
        }
        return out.end();
    }

    /** The fields from path and query, and a request body that is bytes: a string in base64. */
    public static Json withBytes(Map<String, String> fields, RecordBinder<?> binder, String bodyField, byte[] content) {
        return open(fields, binder, content.length / 3 * 4 + 4)
                .name(bodyField)
                .base64(content)
                .end();
    }

    /**
     * The fields from path and query, and a request body that is an object of more: what was read from a path can be sent
     * back to it as it is.
     *
     * @throws WizdException {@code BAD_FIELD} if both have a field, and not the same
     */
    public static Json withObject(Map<String, String> fields, RecordBinder<?> binder, byte[] content) {
        if (content.length == 0) {
            return of(fields, binder);
        }
        Json object = object(content);
        if (fields.isEmpty()) {
            return object;
        }
        Map<String, String> more = SameField.notIn(object, fields, binder);
        if (more.isEmpty()) {
            return object;
        }
        JsonBuffer out = open(more, binder, content.length);
        int begin = firstByte(content) + 1;
        int end = content.length - 1;
        while (content[end] != '}') {
            end--;
        }
        if (!new String(content, begin, end - begin, StandardCharsets.ISO_8859_1).isBlank()) {
            out.write(',');
            out.raw(content, begin, end - begin);
        }
        return out.end();
    }

    /** @param more bytes that will follow */
    private static JsonBuffer open(Map<String, String> fields, RecordBinder<?> binder, int more) {
        JsonBuffer out = new JsonBuffer(128 + more);
        for (Map.Entry<String, String> field : fields.entrySet()) {
            out.name(field.getKey());
            if (!binder.isText(field.getKey()) && isLiteral(field.getValue())) {
                out.writeBytes(field.getValue().getBytes(StandardCharsets.US_ASCII));
            } else {
                out.text(field.getValue());
            }
        }
        return out;
    }

    /** A number or a word goes in as it stands, so that the schema judges it; what is no JSON goes in as a string. */
    private static boolean isLiteral(String value) {
        if (value.equals("true") || value.equals("false")) {
            return true;
        }
        int i = value.startsWith("-") ? 1 : 0;
        int digits = digits(value, i);
        boolean leadingZero = digits > 1 && value.charAt(i) == '0';
        if (digits == 0 || leadingZero) {
            return false;
        }
        i += digits;
        if (i < value.length() && value.charAt(i) == '.') {
            int decimals = digits(value, i + 1);
            return decimals > 0 && i + 1 + decimals == value.length();
        }
        return i == value.length();
    }

    private static int digits(String value, int from) {
        int i = from;
        while (i < value.length() && value.charAt(i) >= '0' && value.charAt(i) <= '9') {
            i++;
        }
        return i - from;
    }
}
