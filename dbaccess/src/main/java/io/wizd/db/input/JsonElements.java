package io.wizd.db.input;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/**
 * The rows of a JSON text, one after the other: each is an element of an array, or a value at the top. Nothing of a row is kept here, so
 * that memory does not grow with the text; who asks reads it from {@link #parser}, to its end. One thread.
 */
public final class JsonElements implements AutoCloseable {
    private final JsonParser parser;
    private final Top top;
    private boolean inArray;
    private boolean begun;
    private long number;
    private long line = 1;

    /** What may be at the top of the text. */
    public enum Top {
        /** Its elements are the rows. */
        ONE_ARRAY,
        /** It is the row. */
        ONE_VALUE,
        /** Arrays, whose elements are the rows, and single values. */
        ANY
    }

    /** @param parser of the text, with its limits; at the beginning, and closed with this */
    public JsonElements(JsonParser parser, Top top) {
        this.parser = parser;
        this.top = top;
    }

    /**
     * Goes to the next row, of which the parser has entered the first token.
     *
     * @return false at the end
     * @throws com.fasterxml.jackson.core.JsonProcessingException if the text is not JSON: it cannot be read on
     * @throws BadFileException if it is, with something else than may be at the top
     */
    public boolean next() throws IOException, BadFileException {
        JsonToken token = parser.nextToken();
        while (token == JsonToken.END_ARRAY || (token == JsonToken.START_ARRAY && mayBegin())) {
            inArray = token == JsonToken.START_ARRAY;
            begun |= inArray;
            token = parser.nextToken();
        }
        if (token == null) {
            return false;
        }
        refuseAtTop();
        begun = true;
        number++;
        line = parser.currentTokenLocation().getLineNr();
        return true;
    }

    private boolean mayBegin() {
        return !inArray && (top == Top.ANY || (top == Top.ONE_ARRAY && !begun));
    }

    private void refuseAtTop() throws BadFileException {
        if (inArray || top == Top.ANY || (top == Top.ONE_VALUE && !begun)) {
            return;
        }
        throw new BadFileException(
                begun
                        ? "there is something after the end of the " + (top == Top.ONE_ARRAY ? "array" : "value")
                        : "the file is JSON, but no array: put its elements into [ ], with commas between them, as jq -s . does");
    }

    /** Whether the row is an object: then {@link #nextField} gives its fields. */
    public boolean isObject() {
        return parser.currentToken() == JsonToken.START_OBJECT;
    }

    /** Goes to the value of the next field of the row, the one before read to its end; its name is the parser's. */
    public boolean nextField() throws IOException {
        if (parser.nextToken() != JsonToken.FIELD_NAME) {
            return false;
        }
        parser.nextToken();
        return true;
    }

    public JsonParser parser() {
        return parser;
    }

    /** Of the row in the text, from 1; 0 before the first. */
    public long number() {
        return number;
    }

    /** On which the row begins, from 1. */
    public long line() {
        return line;
    }

    @Override
    public void close() throws IOException {
        parser.close();
    }
}
