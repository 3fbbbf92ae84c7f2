package io.wizd.handlers.kv;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.wizd.protocol.Json;
import io.wizd.protocol.Jsons;
import io.wizd.protocol.WizdException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
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

    /** A write of a value. */
    static KvWrite of(Operation operation, KvValue in) {
        boolean plain = operation == Operation.SET && in.isPlain();
        Json element = plain && in.contentType() == null
                ? plainElement(in.key(), in.value())
                : element(operation, in.key(), in, in.ifMatch(), in.ifNoneMatch());
        return new KvWrite(in.key(), operation, plain, element);
    }

    /** A delete. */
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
        byte[] text = value.array();
        int end = value.offset() + value.length();
        int escapes = 0;
        for (int i = value.offset(); i < end; i++) {
            if (escapeOf(text[i]) != 0) {
                escapes++;
            }
        }
        byte[] element = new byte[KEY.length + quotedKey.length + VALUE.length + value.length() + escapes + 2];
        int at = append(KEY, element, 0);
        at = append(quotedKey, element, at);
        at = append(VALUE, element, at);
        for (int i = value.offset(); i < end; i++) {
            byte escape = escapeOf(text[i]);
            if (escape == 0) {
                element[at++] = text[i];
            } else {
                element[at++] = '\\';
                element[at++] = escape;
            }
        }
        element[at++] = '"';
        element[at] = '}';
        return Json.of(element);
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
        if (in.contentType() == null) {
            out.writeStringField("value", in.value().toString());
        } else {
            out.writeStringField("value", base64(in.value()));
            out.writeStringField("type", in.contentType());
        }
        if (in.ttlMs() != null) {
            out.writeNumberField("ttlMs", in.ttlMs());
        }
    }

    private static String base64(Json value) {
        String refusal = "with contentType, value must be a string of base64 (RFC 4648, with padding)";
        if (value.array()[value.offset()] != '"') {
            throw WizdException.ofField("value", refusal);
        }
        String text = Jsons.read(value, String.class);
        try {
            byte[] bytes = Base64.getDecoder().decode(text);
            // The decoder takes text without padding, which would come back with it.
            if ((bytes.length + 2) / 3 * 4 == text.length()) {
                return text;
            }
        } catch (IllegalArgumentException e) {
            throw WizdException.ofField("value", refusal + ": " + e.getMessage());
        }
        throw WizdException.ofField("value", refusal);
    }
}
