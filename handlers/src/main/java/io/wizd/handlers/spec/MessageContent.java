package io.wizd.handlers.spec;

import io.wizd.protocol.Json;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a message carries, as it came: the object of its fields, and what HTTP has beside it. Not checked against the record of
 * the type; no field is in two of the three places but by a client's mistake. Immutable, any thread.
 *
 * @param object valid JSON, an object
 * @param texts fields from path, query, header fields or a form, by their names
 * @param values fields whose value is a whole body, by their names
 * @param upload the body that went to a file; null if there is none
 */
public record MessageContent(
        Json object,
        Map<String, String> texts,
        Map<String, Json> values,
        @Nullable Upload upload) {

    /** An object alone, which is all that a message over TCP has. */
    public static MessageContent of(Json object) {
        return new MessageContent(object, Map.of(), Map.of(), null);
    }

    /** Fields beside an object that is empty. */
    public static MessageContent of(Map<String, String> texts, Map<String, Json> values) {
        return new MessageContent(Json.EMPTY_OBJECT, texts, values, null);
    }

    /** The same with a body that went to a file. */
    public MessageContent with(@Nullable Upload file) {
        return new MessageContent(object, texts, values, file);
    }

    /** Bytes that it takes in memory, roughly: the file takes none. */
    public int length() {
        int length = object.length();
        for (String text : texts.values()) {
            length += text.length();
        }
        for (Json value : values.values()) {
            length += value.length();
        }
        return length;
    }
}
