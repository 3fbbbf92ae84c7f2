package io.wizd.handlers.members.batch;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import io.wizd.db.input.BadFileException;
import io.wizd.db.input.JsonElements;
import java.io.IOException;
import java.io.Reader;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A JSON array of members as {@code member-create} takes them. */
final class JsonMembers implements MemberReader {
    /** Of the names of fields that no member has, so many are told. */
    private static final int MAX_UNKNOWN = 100;

    private static final int MAX_LEVELS = 1_000;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(FileLimits.LINE_CHARS)
                    .maxNumberLength(FileLimits.LINE_CHARS)
                    .maxNameLength(FileLimits.FIELD_CHARS)
                    .maxNestingDepth(MAX_LEVELS)
                    .build())
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .build();

    private final JsonElements elements;
    private final Set<String> unknown = new LinkedHashSet<>();
    private final Set<String> ignored = new LinkedHashSet<>();

    JsonMembers(Reader text) throws IOException {
        this.elements = new JsonElements(FACTORY.createParser(text), JsonElements.Top.ONE_ARRAY);
    }

    @Override
    public Columns columns() {
        return Columns.ofJson(List.copyOf(unknown), List.copyOf(ignored));
    }

    @Override
    public @Nullable FileRow next() throws IOException, BadFileException {
        try {
            return elements.next() ? row() : null;
        } catch (JsonProcessingException e) {
            throw notJson(e);
        }
    }

    private FileRow row() throws IOException {
        JsonRow row = new JsonRow(elements.line(), elements.number());
        JsonParser parser = elements.parser();
        if (!elements.isObject()) {
            row.problem("", value(parser), "a member is an object");
            return row.done();
        }
        while (elements.nextField()) {
            read(row, parser);
        }
        return row.done();
    }

    private void read(JsonRow row, JsonParser parser) throws IOException {
        String name = parser.currentName();
        int field = Columns.FIELDS.indexOf(name);
        if (field >= 0) {
            JsonToken kind = parser.currentToken();
            row.set(field, kind, value(parser));
            return;
        }
        if (name.equals("id")) {
            ignored.add(name);
        } else if (unknown.size() < MAX_UNKNOWN) {
            unknown.add(PlainText.shown(name, Columns.SHOWN_NAME));
        }
        passOver(parser);
    }

    /** What is there, of an array and an object the kind alone; it is passed over. */
    private static String value(JsonParser parser) throws IOException {
        JsonToken token = parser.currentToken();
        String text = token.isScalarValue() ? parser.getText() : token == JsonToken.START_ARRAY ? "[…]" : "{…}";
        passOver(parser);
        return text;
    }

    private static void passOver(JsonParser parser) throws IOException {
        parser.skipChildren();
        parser.finishToken();
    }

    private BadFileException notJson(JsonProcessingException e) {
        if (e instanceof JsonEOFException) {
            return new BadFileException("the file is cut off: the array does not end", e);
        }
        String place = e.getLocation() == null
                ? ""
                : "in line " + e.getLocation().getLineNr() + ", column "
                        + e.getLocation().getColumnNr() + ", behind " + elements.number()
                        + (elements.number() == 1 ? " element" : " elements") + " of the array, ";
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
