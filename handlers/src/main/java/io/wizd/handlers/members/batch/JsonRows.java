package io.wizd.handlers.members.batch;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.io.JsonEOFException;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A JSON array of members as {@code member-create} takes them. */
final class JsonRows implements RowReader {
    /** Of the names of fields that no member has, so many are told. */
    private static final int MAX_UNKNOWN = 100;

    private static final String CUT_OFF = "the file is cut off: the array does not end";

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(FileLimits.FIELD_CHARS)
                    .maxNumberLength(1_000)
                    .maxNameLength(FileLimits.FIELD_CHARS)
                    .maxNestingDepth(64)
                    .build())
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .build();

    private final JsonParser parser;
    private final Set<String> unknown = new LinkedHashSet<>();
    private final Set<String> ignored = new LinkedHashSet<>();
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
        long line = parser.currentTokenLocation().getLineNr();
        Row row = new Row(line);
        if (token != JsonToken.START_OBJECT) {
            skip();
            row.problem("", "a member is an object");
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

    private void read(Row row, String name, JsonToken value) throws IOException, BadFileException {
        int field = Columns.FIELDS.indexOf(name);
        if (field < 0) {
            if (name.equals("id")) {
                ignored.add(name);
            } else if (unknown.size() < MAX_UNKNOWN) {
                unknown.add(Texts.shown(name, Columns.SHOWN_NAME));
            }
            skip();
            return;
        }
        boolean wantsText = field < 3;
        if (row.has(field)) {
            row.problem(name, name + " stands there twice");
        } else if (value == JsonToken.VALUE_NULL) {
            row.problem(name, name + " is missing");
        } else if (value != (wantsText ? JsonToken.VALUE_STRING : JsonToken.VALUE_NUMBER_INT)) {
            row.problem(name, name + " must be " + (wantsText ? "a string" : "an integer"));
        }
        row.set(field, value.isScalarValue() && value != JsonToken.VALUE_NULL ? text() : "");
        skip();
    }

    private @Nullable JsonToken token() throws IOException, BadFileException {
        try {
            return parser.nextToken();
        } catch (JsonProcessingException e) {
            throw notJson(e);
        }
    }

    private String text() throws IOException, BadFileException {
        try {
            return parser.getText();
        } catch (JsonProcessingException e) {
            throw notJson(e);
        }
    }

    private void skip() throws IOException, BadFileException {
        try {
            parser.skipChildren();
            parser.finishToken();
        } catch (JsonProcessingException e) {
            throw notJson(e);
        }
    }

    private static BadFileException notJson(JsonProcessingException e) {
        if (e instanceof JsonEOFException) {
            return new BadFileException(CUT_OFF, e);
        }
        long line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
        return new BadFileException("in line " + line + " the file is not JSON: " + e.getOriginalMessage(), e);
    }

    /** What has been read of one member. */
    private static final class Row {
        private final long line;
        private final @Nullable String[] values = new @Nullable String[Columns.FIELDS.size()];
        private final List<String> problems = new ArrayList<>();
        private String column = "";

        Row(long line) {
            this.line = line;
        }

        boolean has(int field) {
            return values[field] != null;
        }

        void set(int field, String value) {
            if (values[field] == null) {
                values[field] = value;
            }
        }

        void problem(String where, String what) {
            if (problems.isEmpty()) {
                column = where;
            }
            problems.add(what);
        }

        FileRow done() {
            if (problems.isEmpty()) {
                for (int i = 0; i < values.length; i++) {
                    if (values[i] == null) {
                        problem(Columns.FIELDS.get(i), Columns.FIELDS.get(i) + " is missing");
                    }
                }
            }
            String[] cells = Arrays.stream(values)
                    .map(value -> value == null ? "" : value)
                    .toArray(String[]::new);
            return new FileRow(line, cells, column, problems.isEmpty() ? null : String.join("; ", problems));
        }
    }
}
