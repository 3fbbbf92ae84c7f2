package io.wizd.db.load;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.wizd.db.input.JsonElements;
import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** One JSON object into the cells of one row. Numbers are carried as the text they were written in. */
final class JsonCells {

    /** Parses what is in a JSON column: strict, a name twice in one object is an error. */
    static final JsonFactory STRICT = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    /** Parses rows: here a name that comes twice spoils only its row, so {@link #read} looks for it. */
    static final JsonFactory ROWS = new JsonFactory();

    private JsonCells() {}

    /** Reads the element that was gone to, to its end; a broken row where it is not an object. */
    static InputRow read(JsonElements elements, long number, long line) throws IOException {
        JsonParser parser = elements.parser();
        if (!elements.isObject()) {
            return notAnObject(parser, number, line);
        }
        List<String> names = new ArrayList<>();
        List<Cell> cells = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        String problem = "";
        while (elements.nextField()) {
            String name = parser.currentName();
            // The columns of a table do not differ by case alone.
            if (!seen.add(name.toLowerCase(Locale.ROOT))) {
                problem = twice(name);
            }
            if (parser.currentToken().isStructStart()) {
                StringWriter json = new StringWriter();
                String twice = copy(parser, json);
                problem = problem.isEmpty() ? twice : problem;
                cells.add(new Cell.Nested(json.toString()));
            } else {
                cells.add(scalar(parser));
            }
            names.add(name);
        }
        return new InputRow(number, line, names, cells, problem);
    }

    private static InputRow notAnObject(JsonParser parser, long number, long line) throws IOException {
        StringWriter json = new StringWriter();
        if (parser.currentToken().isStructStart()) {
            copy(parser, json);
        } else {
            try (JsonGenerator generator = ROWS.createGenerator(json)) {
                copyToken(parser, generator);
            }
        }
        String text = json.toString();
        return new InputRow(
                number, line, List.of(), List.of(new Cell.Field(text)), Shown.value(text) + " is not a JSON object");
    }

    /** Why a text is not JSON, in the parser's words, without its remarks on where it reads from. */
    static String reason(JsonProcessingException e) {
        return Shown.message(e.getOriginalMessage().replaceFirst(" \\(start marker at .*", ""));
    }

    private static Cell scalar(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case VALUE_STRING -> new Cell.Str(parser.getText());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Cell.Num(parser.getText());
            case VALUE_TRUE -> new Cell.Bool(true);
            case VALUE_FALSE -> new Cell.Bool(false);
            case VALUE_NULL -> new Cell.Null("null");
            default -> throw new IllegalStateException("no JSON value: " + parser.currentToken());
        };
    }

    /** Copies the object or array that the parser has just entered; returns what is wrong with it, empty for nothing. */
    private static String copy(JsonParser parser, StringWriter target) throws IOException {
        String problem = "";
        Deque<Set<String>> names = new ArrayDeque<>();
        try (JsonGenerator generator = ROWS.createGenerator(target)) {
            do {
                JsonToken token = parser.currentToken();
                if (token.isStructStart()) {
                    names.push(new HashSet<>());
                } else if (token.isStructEnd()) {
                    names.pop();
                } else if (token == JsonToken.FIELD_NAME && !names.element().add(parser.currentName())) {
                    problem = twice(parser.currentName());
                }
                copyToken(parser, generator);
            } while (!names.isEmpty() && parser.nextToken() != null);
        }
        return problem;
    }

    private static void copyToken(JsonParser parser, JsonGenerator generator) throws IOException {
        switch (parser.currentToken()) {
            case START_OBJECT -> generator.writeStartObject();
            case START_ARRAY -> generator.writeStartArray();
            case END_OBJECT -> generator.writeEndObject();
            case END_ARRAY -> generator.writeEndArray();
            case FIELD_NAME -> generator.writeFieldName(parser.currentName());
            case VALUE_STRING -> generator.writeString(parser.getText());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> generator.writeNumber(parser.getText());
            case VALUE_TRUE, VALUE_FALSE -> generator.writeBoolean(parser.getBooleanValue());
            default -> generator.writeNull();
        }
    }

    private static String twice(String name) {
        return "names " + Shown.value(name) + " twice";
    }
}
