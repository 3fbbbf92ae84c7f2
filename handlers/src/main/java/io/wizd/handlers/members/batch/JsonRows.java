package io.wizd.handlers.members.batch;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import io.wizd.db.input.BadFileException;
import java.io.IOException;
import java.io.Reader;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A JSON array of members as {@code member-create} takes them. */
final class JsonRows implements RowReader {
    /** Of the names of fields that no member has, so many are told. */
    private static final int MAX_UNKNOWN = 100;

    private static final int MAX_LEVELS = 1_000;

    private static final String CUT_OFF = "the file is cut off: the array does not end";

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(FileLimits.LINE_CHARS)
                    .maxNumberLength(FileLimits.LINE_CHARS)
                    .maxNameLength(FileLimits.FIELD_CHARS)
                    .maxNestingDepth(MAX_LEVELS)
                    .build())
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .build();

    private final JsonParser parser;
    private final Set<String> unknown = new LinkedHashSet<>();
    private final Set<String> ignored = new LinkedHashSet<>();
    private long element;
    private boolean ended;

    JsonRows(Reader text) throws IOException, BadFileException {
        this.parser = FACTORY.createParser(text);
        if (token() != JsonToken.START_ARRAY) {
            throw new BadFileException("the file is JSON, but no array of members");
        }
    }

    @Override
    public Columns columns() {
        return Columns.ofJson(List.copyOf(unknown), List.copyOf(ignored));
    }

    @Override
    public @Nullable FileRow next() throws IOException, BadFileException {
        if (ended) {
            return null;
        }
        JsonToken token = token();
        if (token == JsonToken.END_ARRAY) {
            ended = true;
            if (token() != null) {
                throw new BadFileException("something stands behind the end of the array");
            }
            return null;
        }
        if (token == null) {
            throw new BadFileException(CUT_OFF);
        }
        element++;
        JsonRow row = new JsonRow(parser.currentTokenLocation().getLineNr(), element);
        if (token != JsonToken.START_OBJECT) {
            row.problem("", value(token), "a member is an object");
            return row.done();
        }
        while (token() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            JsonToken value = token();
            if (value == null) {
                throw new BadFileException(CUT_OFF);
            }
            read(row, name, value);
        }
        return row.done();
    }

    private void read(JsonRow row, String name, JsonToken value) throws IOException, BadFileException {
        int field = Columns.FIELDS.indexOf(name);
        if (field >= 0) {
            row.set(field, value, value(value));
        } else if (name.equals("id")) {
            ignored.add(name);
        } else if (unknown.size() < MAX_UNKNOWN) {
            unknown.add(Texts.shown(name, Columns.SHOWN_NAME));
        }
        skip();
    }

    private @Nullable JsonToken token() throws IOException, BadFileException {
        try {
            return parser.nextToken();
        } catch (JsonProcessingException e) {
            throw notJson(e);
        }
    }

    /** What stands there, of an array and an object the kind alone; it is passed over. */
    private String value(JsonToken token) throws IOException, BadFileException {
        String text;
        try {
            text = token.isScalarValue() ? parser.getText() : token == JsonToken.START_ARRAY ? "[…]" : "{…}";
        } catch (JsonProcessingException e) {
            throw notJson(e);
        }
        skip();
        return text;
    }

    private void skip() throws IOException, BadFileException {
        try {
            parser.skipChildren();
            parser.finishToken();
        } catch (JsonProcessingException e) {
            throw notJson(e);
        }
    }

    private BadFileException notJson(JsonProcessingException e) {
        if (e instanceof JsonEOFException) {
            return new BadFileException(CUT_OFF, e);
        }
        String place = e.getLocation() == null
                ? ""
                : "in line " + e.getLocation().getLineNr() + ", column "
                        + e.getLocation().getColumnNr() + ", behind " + element
                        + (element == 1 ? " element" : " elements") + " of the array, ";
        if (e instanceof StreamConstraintsException) {
            return new BadFileException(
                    String.format(
                            Locale.ROOT,
                            "%sthe JSON has a value of more than %,d characters, or a name of more than %,d, or more than"
                                    + " %,d levels: is a quotation mark or a bracket not closed?",
                            place,
                            FileLimits.LINE_CHARS,
                            FileLimits.FIELD_CHARS,
                            MAX_LEVELS),
                    e);
        }
        return new BadFileException(place + "the file is not JSON", e);
    }
}
