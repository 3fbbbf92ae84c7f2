package io.wizd.handlers.kv;

import com.fasterxml.jackson.core.JsonGenerator;
import io.wizd.protocol.Json;
import io.wizd.protocol.JsonBytes;
import io.wizd.protocol.Jsons;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * What {@code kv_set} and {@code kv_write} take for a write of a value: {@code {"key":"a",…,"value":"<JSON text>"}}. The value
 * travels as a string, so that no database parses it and changes its spelling. It may be many megabytes, so it is escaped once,
 * into the array that goes to the driver. Of the characters that a JSON string must escape, a valid JSON text can only hold
 * quotes, backslashes and white space. Immutable, any thread.
 */
final class KvElement implements JsonBytes {
    /** The whole object, its value empty and last. */
    private final byte[] frame;

    private final byte[] text;
    private final int from;
    private final int to;
    private final int length;

    private KvElement(byte[] frame, Json value, boolean isBase64) {
        this.frame = frame;
        this.text = value.array();
        // Base64 is in quotes, and is stored without.
        int quote = isBase64 ? 1 : 0;
        this.from = value.offset() + quote;
        this.to = value.offset() + value.length() - quote;
        this.length = frame.length + escapedLength();
    }

    /**
     * A write of a value.
     *
     * @param operation what shall happen; null if that is what {@code kv_set} does
     * @param request by what the same write is known again; null if by nothing
     */
    static KvElement ofValue(@Nullable String operation, KvValue in, @Nullable String request) {
        byte[] frame = object(in.key(), operation, request, out -> {
            Conditions.write(in.ifMatch(), in.ifNoneMatch(), out);
            if (in.ttlMs() != null) {
                out.writeNumberField("ttlMs", in.ttlMs());
            }
            if (in.contentType() != null) {
                out.writeStringField("type", in.contentType());
            }
            out.writeStringField("value", "");
        });
        return new KvElement(frame, in.value(), in.contentType() != null);
    }

    /** A write of no value. */
    static Json ofDelete(
            String operation,
            String key,
            @Nullable String ifMatch,
            @Nullable String ifNoneMatch,
            @Nullable String request) {
        return Json.of(object(key, operation, request, out -> Conditions.write(ifMatch, ifNoneMatch, out)));
    }

    @FunctionalInterface
    private interface Fields {
        void write(JsonGenerator out) throws IOException;
    }

    private static byte[] object(String key, @Nullable String operation, @Nullable String request, Fields more) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(128);
        try (JsonGenerator out = Jsons.FACTORY.createGenerator(bytes)) {
            out.writeStartObject();
            out.writeStringField("key", key);
            if (operation != null) {
                out.writeStringField("op", operation);
            }
            if (request != null) {
                out.writeStringField("request", request);
            }
            more.write(out);
            out.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    @Override
    public int length() {
        return length;
    }

    @Override
    public int writeTo(byte[] array, int begin) {
        int at = begin + frame.length - 2;
        System.arraycopy(frame, 0, array, begin, frame.length - 2);
        for (int i = from; i < to; i++) {
            byte escape = escapeOf(text[i]);
            if (escape == 0) {
                array[at++] = text[i];
            } else {
                array[at++] = '\\';
                array[at++] = escape;
            }
        }
        array[at++] = '"';
        array[at++] = '}';
        return at;
    }

    private int escapedLength() {
        int escaped = to - from;
        for (int i = from; i < to; i++) {
            if (escapeOf(text[i]) != 0) {
                escaped++;
            }
        }
        return escaped;
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
}
