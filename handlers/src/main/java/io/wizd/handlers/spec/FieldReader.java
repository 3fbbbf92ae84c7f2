package io.wizd.handlers.spec;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.netty.buffer.ByteBufUtil;
import io.wizd.protocol.Json;
import io.wizd.protocol.Jsons;
import io.wizd.protocol.WizdException;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads one field of a message and checks it against what its record component declares. Made once a component; any
 * thread.
 */
final class FieldReader {
    private static final Map<Class<?>, Kind> KINDS = Map.ofEntries(
            Map.entry(String.class, Kind.STRING),
            Map.entry(long.class, Kind.LONG),
            Map.entry(Long.class, Kind.LONG),
            Map.entry(int.class, Kind.INT),
            Map.entry(Integer.class, Kind.INT),
            Map.entry(double.class, Kind.DOUBLE),
            Map.entry(Double.class, Kind.DOUBLE),
            Map.entry(boolean.class, Kind.BOOLEAN),
            Map.entry(Boolean.class, Kind.BOOLEAN),
            Map.entry(Json.class, Kind.JSON));

    /** What a field may be in JSON. */
    enum Kind {
        STRING("a string"),
        LONG("an integer"),
        INT("an integer"),
        DOUBLE("a number"),
        BOOLEAN("true or false"),
        JSON("any JSON value");

        final String description;

        Kind(String description) {
            this.description = description;
        }
    }

    final String name;
    final Kind kind;
    final boolean required;

    /** What it must be, for people. */
    final String expected;

    private final long min;
    private final long max;
    private final boolean bounded;
    private final int minCharacters;
    private final int maxCharacters;
    private final int maxBytes;
    private final java.util.regex.@Nullable Pattern regex;
    private final String range;
    private final String mismatch;

    /** @param expectedInstead what it must be, where the record does not say all of it */
    FieldReader(RecordComponent component, @Nullable String expectedInstead) {
        this.name = component.getName();
        Kind found = KINDS.get(component.getType());
        if (found == null) {
            throw new IllegalArgumentException(component.getDeclaringRecord() + "." + name
                    + ": a message cannot have a field of " + component.getType());
        }
        this.kind = found;
        this.required = !component.getAnnotatedType().isAnnotationPresent(Nullable.class);
        Min least = component.getAccessor().getAnnotation(Min.class);
        Max most = component.getAccessor().getAnnotation(Max.class);
        this.bounded = least != null || most != null;
        this.min = least == null ? Long.MIN_VALUE : least.value();
        this.max = most == null ? Long.MAX_VALUE : most.value();
        // Read here: an annotation looks its values up in a map, each time.
        Size size = component.getAccessor().getAnnotation(Size.class);
        this.minCharacters = size == null ? 0 : size.min();
        this.maxCharacters = size == null ? Integer.MAX_VALUE : size.max();
        MaxBytes bytes = component.getAnnotation(MaxBytes.class);
        this.maxBytes = bytes == null ? Integer.MAX_VALUE : bytes.value();
        Pattern pattern = component.getAccessor().getAnnotation(Pattern.class);
        this.regex = pattern == null ? null : java.util.regex.Pattern.compile(pattern.regexp());
        this.expected = expectedInstead == null ? kind.description : expectedInstead;
        this.range =
                expectedInstead == null ? kind.description + " from " + least() + " to " + most() : expectedInstead;
        this.mismatch =
                pattern == null ? "" : expectedInstead == null ? pattern.message() : "must be " + expectedInstead;
    }

    /**
     * Reads the value at the current token.
     *
     * @param text what the parser reads
     * @return null for JSON's null, which is the same as an absent field
     * @throws WizdException if the value is not what is declared
     */
    @Nullable
    Object read(JsonParser parser, Json text) throws IOException {
        JsonToken token = parser.currentToken();
        if (kind == Kind.JSON) {
            return slice(parser, text);
        }
        if (token == JsonToken.VALUE_NULL) {
            return null;
        }
        return switch (kind) {
            case STRING -> string(parser, token);
            case LONG, INT -> integer(parser, token);
            case DOUBLE -> number(parser, token);
            case BOOLEAN -> bool(parser, token);
            case JSON -> throw new AssertionError();
        };
    }

    /**
     * Reads text of a path, a query, a header field or a form: a number or a word goes in as it is, so that it is judged by
     * what the field is; what is not JSON is a string.
     *
     * @throws WizdException if the value is not what is declared
     */
    @Nullable
    Object readText(String text) throws IOException {
        if (kind == Kind.STRING) {
            return checked(text);
        }
        return readWhole(FieldText.isLiteral(text) ? Json.of(text) : Jsons.write(text));
    }

    /**
     * Reads a value that stands alone.
     *
     * @param value valid JSON
     * @throws WizdException if the value is not what is declared
     */
    @Nullable
    Object readWhole(Json value) throws IOException {
        if (kind == Kind.JSON) {
            return value;
        }
        try (JsonParser parser = Jsons.FACTORY.createParser(value.array(), value.offset(), value.length())) {
            parser.nextToken();
            return read(parser, value);
        }
    }

    /** The bytes of the value at the current token. If it is a string, the parser is not asked to decode it: that may be 16 MiB. */
    private static Json slice(JsonParser parser, Json text) throws IOException {
        int start = text.offset() + (int) parser.currentTokenLocation().getByteOffset();
        if (parser.currentToken() == JsonToken.VALUE_STRING) {
            return text.slice(start, endOfString(text.array(), start) - start);
        }
        parser.skipChildren();
        parser.finishToken();
        int end = text.offset() + (int) parser.currentLocation().getByteOffset();
        return text.slice(start, end - start);
    }

    /** Behind the closing quote; the text is valid, so there is one. */
    private static int endOfString(byte[] text, int start) {
        int i = start + 1;
        while (text[i] != '"') {
            i += text[i] == '\\' ? 2 : 1;
        }
        return i + 1;
    }

    private Object integer(JsonParser parser, JsonToken token) throws IOException {
        if (token != JsonToken.VALUE_NUMBER_INT) {
            throw wrongType(parser, token);
        }
        if (parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
            throw refused("must be " + range);
        }
        long value = parser.getLongValue();
        if (value < least() || value > most()) {
            throw refused("must be " + range + ", not " + value);
        }
        if (kind == Kind.INT) {
            return (int) value;
        }
        return value;
    }

    private double number(JsonParser parser, JsonToken token) throws IOException {
        if (!token.isNumeric()) {
            throw wrongType(parser, token);
        }
        double value = parser.getDoubleValue();
        if (bounded && (value < min || value > max)) {
            throw refused("must be " + range + ", not " + value);
        }
        return value;
    }

    private boolean bool(JsonParser parser, JsonToken token) throws IOException {
        if (!token.isBoolean()) {
            throw wrongType(parser, token);
        }
        return token == JsonToken.VALUE_TRUE;
    }

    private String string(JsonParser parser, JsonToken token) throws IOException {
        if (token != JsonToken.VALUE_STRING) {
            throw wrongType(parser, token);
        }
        return checked(parser.getText());
    }

    private String checked(String value) {
        if (value.indexOf('\0') >= 0) {
            throw refused("holds a NUL character");
        }
        int characters = value.codePointCount(0, value.length());
        if (characters < minCharacters || characters > maxCharacters) {
            throw refused("must have " + minCharacters + " to " + maxCharacters + " characters, not " + characters);
        }
        if (ByteBufUtil.utf8Bytes(value) > maxBytes) {
            throw refused("must have " + maxBytes + " bytes of UTF-8 at most");
        }
        if (regex != null && !regex.matcher(value).matches()) {
            throw refused(mismatch);
        }
        return value;
    }

    private long least() {
        return kind == Kind.INT ? Math.max(min, Integer.MIN_VALUE) : min;
    }

    private long most() {
        return kind == Kind.INT ? Math.min(max, Integer.MAX_VALUE) : max;
    }

    private WizdException refused(String why) {
        return WizdException.ofField(name, name + " " + why);
    }

    private WizdException wrongType(JsonParser parser, JsonToken token) throws IOException {
        return refused(
                kind != Kind.STRING && token == JsonToken.VALUE_STRING
                        ? FieldText.fault(parser.getText(), kind, expected)
                        : "must be " + expected + ", not " + name(token));
    }

    private static String name(JsonToken token) {
        return switch (token) {
            case START_OBJECT -> "an object";
            case START_ARRAY -> "an array";
            case VALUE_STRING -> "a string";
            case VALUE_TRUE, VALUE_FALSE -> "a boolean";
            case VALUE_NUMBER_FLOAT -> "a number with a fraction or an exponent";
            default -> "a number";
        };
    }
}
