package io.wizd.server.http.form;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.wizd.protocol.Json;
import io.wizd.protocol.Jsons;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A JSON value as it is in its text: numbers keep their spelling, fields their order, equal names stay. Immutable. */
public sealed interface JsonTree {

    /** A string without its quotes, or a number, true or false as it is. */
    record Scalar(String text, boolean isString) implements JsonTree {}

    /** JSON's null. */
    record Null() implements JsonTree {}

    record Array(List<JsonTree> items) implements JsonTree {}

    record Field(String name, JsonTree value) {}

    record Fields(List<Field> fields) implements JsonTree {
        /** The first field of this name; whoever looks for more than one asks {@link #byName}. */
        @Nullable
        JsonTree find(String name) {
            for (Field field : fields) {
                if (field.name().equals(name)) {
                    return field.value();
                }
            }
            return null;
        }

        /** The first field of each name. */
        Map<String, JsonTree> byName() {
            Map<String, JsonTree> byName = HashMap.newHashMap(fields.size());
            fields.forEach(field -> byName.putIfAbsent(field.name(), field.value()));
            return byName;
        }
    }

    /** Reads a value that is valid: as characters, since the parser of bytes would look all names up in a table. */
    static JsonTree of(Json json) {
        try (JsonParser parser = Jsons.FACTORY.createParser(json.toString())) {
            parser.nextToken();
            return read(parser);
        } catch (IOException e) {
            throw new UncheckedIOException("a reply is not JSON", e);
        }
    }

    /** Whether the value that begins here is a number, which every form writes as it is. */
    static boolean isNumber(byte[] json, int offset) {
        return json[offset] == '-' || json[offset] >= '0' && json[offset] <= '9';
    }

    /** This object with one field more. */
    default Fields with(String name, JsonTree value) {
        List<Field> fields = new ArrayList<>(((Fields) this).fields());
        fields.add(new Field(name, value));
        return new Fields(fields);
    }

    private static JsonTree read(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> {
                List<Field> fields = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    String name = parser.currentName();
                    parser.nextToken();
                    fields.add(new Field(name, read(parser)));
                }
                yield new Fields(fields);
            }
            case START_ARRAY -> {
                List<JsonTree> items = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    items.add(read(parser));
                }
                yield new Array(items);
            }
            case VALUE_NULL -> new Null();
            default -> new Scalar(parser.getText(), parser.currentToken() == JsonToken.VALUE_STRING);
        };
    }

    /** The text of a scalar; anything else as JSON, without white space. */
    static String plain(JsonTree value) {
        if (value instanceof Scalar scalar) {
            return scalar.text();
        }
        StringBuilder out = new StringBuilder();
        write(value, out);
        return out.toString();
    }

    private static void write(JsonTree value, StringBuilder out) {
        switch (value) {
            case Null nothing -> out.append("null");
            case Scalar scalar -> {
                if (scalar.isString()) {
                    quote(scalar.text(), out);
                } else {
                    out.append(scalar.text());
                }
            }
            case Array array -> {
                char before = '[';
                for (JsonTree item : array.items()) {
                    write(item, out.append(before));
                    before = ',';
                }
                out.append(array.items().isEmpty() ? "[]" : "]");
            }
            case Fields object -> {
                char before = '{';
                for (Field field : object.fields()) {
                    quote(field.name(), out.append(before));
                    write(field.value(), out.append(':'));
                    before = ',';
                }
                out.append(object.fields().isEmpty() ? "{}" : "}");
            }
        }
    }

    private static void quote(String text, StringBuilder out) {
        out.append('"');
        JsonStringEncoder.getInstance().quoteAsString(text, out);
        out.append('"');
    }

    /** The text with U+FFFD for each character that neither XML 1.0 nor HTML can hold. */
    static String withoutControls(String text) {
        int i = 0;
        while (i < text.length() && isWritable(text.charAt(i))) {
            i++;
        }
        if (i == text.length()) {
            return text;
        }
        StringBuilder clean = new StringBuilder(text);
        for (; i < clean.length(); i++) {
            if (!isWritable(clean.charAt(i))) {
                clean.setCharAt(i, '\uFFFD');
            }
        }
        return clean.toString();
    }

    private static boolean isWritable(char c) {
        return c >= ' ' && c < '\uFFFE' || c == '\n' || c == '\t' || c == '\r';
    }
}
