package io.wizd.server.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.wizd.handlers.RecordBinder;
import io.wizd.protocol.ErrorCode;
import io.wizd.protocol.Json;
import io.wizd.protocol.Jsons;
import io.wizd.protocol.MessageCodec;
import io.wizd.protocol.WizdException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Puts a message's body together from what HTTP spreads over path, query and request body. Static, any thread. */
final class RequestJson {
    private RequestJson() {}

    /**
     * A request body that is the whole message.
     *
     * @throws WizdException where it is no JSON object
     */
    static Json object(byte[] content) {
        Json json = MessageCodec.checked(content);
        if (content[firstByte(content)] != '{') {
            throw WizdException.of(ErrorCode.BAD_FIELD, "the body must be a JSON object");
        }
        return json;
    }

    /** Where the first byte stands that is no white space; 0 where there is none. */
    static int firstByte(byte[] text) {
        for (int i = 0; i < text.length; i++) {
            if (text[i] != ' ' && text[i] != '\n' && text[i] != '\r' && text[i] != '\t') {
                return i;
            }
        }
        return 0;
    }

    /** The fields from path and query alone. */
    static Json of(Map<String, String> fields, RecordBinder<?> binder) {
        return fields.isEmpty() ? Json.EMPTY_OBJECT : close(open(fields, binder));
    }

    /** The fields from path and query, and a request body that is the value of one field. */
    static Json withBodyField(Map<String, String> fields, RecordBinder<?> binder, String bodyField, byte[] content) {
        ByteArrayOutputStream out = open(fields, binder);
        if (content.length > 0) {
            Json value = MessageCodec.checked(content);
            separate(out);
            out.writeBytes(Jsons.write(bodyField).toBytes());
            out.write(':');
            value.writeTo(out);
        }
        return close(out);
    }

    /**
     * The fields from path and query, and a request body that is an object of more. A field that both have stands there
     * twice then, which the schema refuses.
     */
    static Json withObject(Map<String, String> fields, RecordBinder<?> binder, byte[] content) {
        if (content.length == 0) {
            return of(fields, binder);
        }
        Json object = object(content);
        if (fields.isEmpty()) {
            return object;
        }
        ByteArrayOutputStream out = open(fields, binder);
        int begin = firstByte(content) + 1;
        int end = content.length - 1;
        while (content[end] != '}') {
            end--;
        }
        if (!new String(content, begin, end - begin, StandardCharsets.ISO_8859_1).isBlank()) {
            separate(out);
            out.write(content, begin, end - begin);
        }
        return close(out);
    }

    private static ByteArrayOutputStream open(Map<String, String> fields, RecordBinder<?> binder) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(128);
        try (JsonGenerator generator = Jsons.FACTORY.createGenerator(out)) {
            generator.writeStartObject();
            for (Map.Entry<String, String> field : fields.entrySet()) {
                generator.writeFieldName(field.getKey());
                if (!binder.isText(field.getKey()) && isLiteral(field.getValue())) {
                    generator.writeRawValue(field.getValue());
                } else {
                    generator.writeString(field.getValue());
                }
            }
            generator.disable(JsonGenerator.Feature.AUTO_CLOSE_JSON_CONTENT);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out;
    }

    private static void separate(ByteArrayOutputStream out) {
        if (out.size() > 1) {
            out.write(',');
        }
    }

    private static Json close(ByteArrayOutputStream out) {
        out.write('}');
        return Json.of(out.toByteArray());
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
