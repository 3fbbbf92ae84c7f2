package io.wizd.server.http.wire;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.wizd.handlers.spec.RecordBinder;
import io.wizd.protocol.Json;
import io.wizd.protocol.Jsons;
import io.wizd.protocol.MessageCodec;
import io.wizd.protocol.WizdException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;

/** A field that is in the path or the query, and in the request body too: it must be the same. Static, any thread. */
public final class SameField {
    /** Longer values are cut in messages. */
    private static final int MAX_SHOWN = 60;

    private SameField() {}

    /**
     * Those of the fields that the object has not.
     *
     * @param object valid JSON
     * @throws WizdException {@code BAD_FIELD} if the object has one of them with another value, {@code TOO_LARGE} if it has
     *     too many
     */
    public static Map<String, String> notIn(Json object, Map<String, String> fields, RecordBinder<?> binder) {
        Map<String, String> missing = new HashMap<>(fields);
        try (JsonParser parser = Jsons.FACTORY.createParser(object.array(), object.offset(), object.length())) {
            int count = 0;
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                MessageCodec.checkFields(++count);
                String name = parser.currentName();
                JsonToken value = parser.nextToken();
                String outside = fields.get(name);
                if (outside != null) {
                    check(name, outside, parser, binder);
                    missing.remove(name);
                }
                if (value.isStructStart()) {
                    parser.skipChildren();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("a body that was checked is not valid JSON", e);
        }
        return missing;
    }

    private static void check(String name, String outside, JsonParser parser, RecordBinder<?> binder)
            throws IOException {
        JsonToken token = parser.currentToken();
        String inside = switch (token) {
            case START_OBJECT -> "an object";
            case START_ARRAY -> "an array";
            default -> parser.getText();
        };
        boolean text = token == JsonToken.VALUE_STRING;
        if (text != binder.isText(name) || !isSame(outside, inside, token)) {
            throw differs(name, outside, text ? '"' + inside + '"' : inside);
        }
    }

    /** As text, or as numbers: 1.0 in the path is 1 in the body. */
    private static boolean isSame(String outside, String inside, JsonToken token) {
        if (outside.equals(inside) || !token.isNumeric()) {
            return outside.equals(inside);
        }
        try {
            return token == JsonToken.VALUE_NUMBER_FLOAT && Double.parseDouble(outside) == Double.parseDouble(inside);
        } catch (NumberFormatException e) {
            return false;
        }
    }

    /** @param inside as JSON has it */
    public static WizdException differs(String name, String outside, String inside) {
        return WizdException.ofField(
                name,
                name + " is " + shown(outside) + " in the path or query, and " + shown(inside)
                        + " in the body; leave it out of the body");
    }

    private static String shown(String value) {
        return value.length() <= MAX_SHOWN ? value : value.substring(0, MAX_SHOWN) + "…";
    }
}
