package io.wizd.db.load;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.IOException;
import java.io.UncheckedIOException;

/** JSON: a field of CSV is JSON text; a value of JSON input is itself, so a string is a JSON string. */
record JsonType() implements ColumnType {

    @Override
    public Object convert(Cell cell) throws BadValueException {
        String json = cell instanceof Cell.Str ? quoted(cell.text()) : cell.text();
        if (cell instanceof Cell.Field) {
            check(json);
        }
        if (Utf8.hasLoneSurrogate(json)) {
            throw new BadValueException("is not valid Unicode (half of a surrogate pair)");
        }
        return json;
    }

    private static String quoted(String text) {
        return '"' + String.valueOf(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
    }

    private static void check(String json) throws BadValueException {
        try (JsonParser parser = JsonCells.STRICT.createParser(json)) {
            if (parser.nextToken() == null) {
                throw new BadValueException("is not JSON: it is blank");
            }
            parser.skipChildren();
            if (parser.nextToken() != null) {
                throw new BadValueException("is more than one JSON value");
            }
        } catch (JsonProcessingException e) {
            throw new BadValueException("is not JSON: " + JsonCells.reason(e));
        } catch (IOException e) {
            throw new UncheckedIOException("reading from memory", e);
        }
    }
}
