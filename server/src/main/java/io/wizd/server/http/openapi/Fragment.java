package io.wizd.server.http.openapi;

import io.wizd.server.http.wire.HttpReply;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Pieces of JSON that the description of the API is made of. Static, any thread. */
final class Fragment {
    static final Map<String, Object> TEXT = Map.of("schema", Map.of("type", "string"));

    /** A body of any bytes. */
    static final Map<String, Object> BYTES = Map.of("schema", Map.of());

    private Fragment() {}

    /** An object whose fields keep this order: a name, its value, and so on; those that are null are left out. */
    static Map<String, Object> object(@Nullable Object... namesAndValues) {
        Map<String, Object> object = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            Object value = namesAndValues[i + 1];
            if (value != null) {
                object.put(String.valueOf(namesAndValues[i]), value);
            }
        }
        return object;
    }

    /** A body of JSON. */
    static Map<String, Object> json(Map<String, Object> schema, @Nullable Object example) {
        return object(HttpReply.JSON, object("schema", schema, "example", example));
    }

    /** Where a schema of the components is. */
    static Map<String, Object> schema(String name) {
        return Map.of("$ref", "#/components/schemas/" + name);
    }
}
