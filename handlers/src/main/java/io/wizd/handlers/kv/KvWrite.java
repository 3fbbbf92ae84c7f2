package io.wizd.handlers.kv;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.wizd.handlers.spec.MediaTypes;
import io.wizd.protocol.Json;
import io.wizd.protocol.Jsons;
import io.wizd.protocol.WizdException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One write on its way to a procedure. Immutable.
 *
 * @param key what is written
 * @param operation what shall happen
 * @param plain whether it is decided by nothing that is stored, so that it may go by the fast procedure and be sent
 *     twice
 * @param element what the procedure takes
 */
record KvWrite(String key, Operation operation, boolean plain, Json element) {
    private static final byte[] KEY = "{\"key\":\"".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] VALUE = "\",\"value\":\"".getBytes(StandardCharsets.US_ASCII);

    /** What a write does, by what there is. */
    enum Operation {
        SET,
        CREATE,
        UPDATE,
        DELETE;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * A write of a value.
     *
     * @throws WizdException {@code BAD_FIELD} for a key or a contentType that could not be read again over HTTP, and for
     *     bytes that are no base64
     */
    static KvWrite of(Operation operation, KvValue in) {
        if (in.key().equals(".") || in.key().equals("..")) {
            throw WizdException.ofField(
                    "key",
                    "key must not be . or .., which an HTTP client takes for a step in the path; choose another");
        }
        if (in.contentType() != null && !MediaTypes.isValid(in.contentType())) {
            throw WizdException.ofField(
                    "contentType", "contentType must be a media type such as text/plain; charset=utf-8, in ASCII");
        }
        boolean plain = operation == Operation.SET && in.isPlain();
        Json element = plain && in.contentType() == null
                ? plainElement(in.key(), in.value())
                : element(operation, in.key(), in, in.ifMatch(), in.ifNoneMatch());
        return new KvWrite(in.key(), operation, plain, element);
    }

    /** A delete, also of a key that could not be written any more. */
    static KvWrite delete(String key, @Nullable String ifMatch, @Nullable String ifNoneMatch) {
        return new KvWrite(key, Operation.DELETE, false, element(Operation.DELETE, key, null, ifMatch, ifNoneMatch));
    }

    /** Whether a copy may take it while the owner is away: it does not ask what the owner holds. */
    boolean isHintable() {
        return plain;
    }

    /**
     * {@code {"key":"a","value":"<JSON text>"}}: the value travels as a string, so that no database parses it and
     * changes its spelling. This is the hot path, so the bytes are escaped as they are: of the characters that a JSON
     * string must escape, a valid JSON text can only hold quotes, backslashes and white space.
     */
    private static Json plainElement(String key, Json value) {
        byte[] quotedKey = JsonStringEncoder.getInstance().quoteAsUTF8(key);
        int prefix = KEY.length + quotedKey.length + VALUE.length;
        byte[] element = new byte[prefix + escapedLength(value) + 2];
        int at = append(KEY, element, 0);
        at = append(quotedKey, element, at);
        append(VALUE, element, at);
        int end = escape(value, element, prefix);
        element[end] = '"';
        element[end + 1] = '}';
        return Json.of(element);
    }

    private static int escapedLength(Json value) {
        byte[] text = value.array();
        int end = value.offset() + value.length();
        int length = value.length();
        for (int i = value.offset(); i < end; i++) {
            if (escapeOf(text[i]) != 0) {
                length++;
            }
        }
        return length;
    }

    /** Writes the value as it stands inside a JSON string; returns where it ends. */
    private static int escape(Json value, byte[] to, int from) {
        byte[] text = value.array();
        int end = value.offset() + value.length();
        int at = from;
        for (int i = value.offset(); i < end; i++) {
            byte escape = escapeOf(text[i]);
            if (escape == 0) {
                to[at++] = text[i];
            } else {
                to[at++] = '\\';
                to[at++] = escape;
            }
        }
        return at;
    }

    private static int append(byte[] part, byte[] to, int at) {
        System.arraycopy(part, 0, to, at, part.length);
        return at + part.length;
    }

    /** What follows the backslash, or 0 for a byte that stands for itself. */
    private static byte escapeOf(byte b) {
        return switch (b) {
            case '"', '\\' -> b;
            case '\n' -> 'n';
            case '\r' -> 'r';
            case '\t' -> 't';
            default -> 0;
        };
    }

    private static Json element(
            Operation operation,
            String key,
            @Nullable KvValue in,
            @Nullable String ifMatch,
            @Nullable String ifNoneMatch) {
        ByteArrayOutputStream bytes =
                new ByteArrayOutputStream(in == null ? 128 : 128 + in.value().length());
        try (JsonGenerator out = Jsons.FACTORY.createGenerator(bytes)) {
            out.writeStartObject();
            out.writeStringField("key", key);
            out.writeStringField("op", operation.word());
            if (in != null) {
                writeValue(in, out);
            }
            Conditions.write(ifMatch, ifNoneMatch, out);
            out.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Json.of(bytes.toByteArray());
    }

    private static void writeValue(KvValue in, JsonGenerator out) throws IOException {
        out.writeFieldName("value");
        if (in.contentType() == null) {
            byte[] escaped = new byte[escapedLength(in.value())];
            escape(in.value(), escaped, 0);
            out.writeRawUTF8String(escaped, 0, escaped.length);
        } else {
            checkBase64(in.value());
            out.writeRawUTF8String(
                    in.value().array(), in.value().offset() + 1, in.value().length() - 2);
            out.writeStringField("type", in.contentType());
        }
        if (in.ttlMs() != null) {
            out.writeNumberField("ttlMs", in.ttlMs());
        }
    }

    /** A string of base64 with its padding, and without escapes. Looked at where it is, since it may be 22 MB. */
    private static void checkBase64(Json value) {
        byte[] text = value.array();
        int begin = value.offset() + 1;
        int end = value.offset() + value.length() - 1;
        boolean valid = text[value.offset()] == '"' && (end - begin) % 4 == 0;
        int padding = 0;
        while (valid && padding < 2 && end > begin && text[end - 1] == '=') {
            end--;
            padding++;
        }
        for (int i = begin; valid && i < end; i++) {
            valid = isBase64(text[i]);
        }
        if (!valid) {
            throw WizdException.ofField(
                    "value", "with contentType, value must be a string of base64 (RFC 4648, with padding)");
        }
    }

    private static boolean isBase64(byte b) {
        return b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b >= '0' && b <= '9' || b == '+' || b == '/';
    }
}
