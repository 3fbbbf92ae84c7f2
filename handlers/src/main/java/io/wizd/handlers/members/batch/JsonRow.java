package io.wizd.handlers.members.batch;

import com.fasterxml.jackson.core.JsonToken;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What has been read of one member of a JSON array. One thread. */
final class JsonRow {
    /** The first of {@link Columns#FIELDS} that is a number; the ones before are texts. */
    private static final int FIRST_NUMBER = 3;

    private final long line;
    private final long element;
    private final @Nullable String[] values = new @Nullable String[Columns.FIELDS.size()];
    private final List<String> problems = new ArrayList<>();
    private final List<String> rest = new ArrayList<>();
    private String badColumn = "";
    private String badValue = "";

    /** @param element its place in the array, from 1 */
    JsonRow(long line, long element) {
        this.line = line;
        this.element = element;
    }

    /** A field of {@link Columns#FIELDS} has that value, which is {@code text}. */
    void set(int field, JsonToken kind, String text) {
        String name = Columns.FIELDS.get(field);
        JsonToken wanted = field < FIRST_NUMBER ? JsonToken.VALUE_STRING : JsonToken.VALUE_NUMBER_INT;
        if (values[field] != null) {
            problem(name, text, name + " appears twice");
            rest.add(RejectFile.restPart(cut(text)));
            return;
        }
        if (kind == JsonToken.VALUE_NULL) {
            problem(name, text, name + " is missing");
        } else if (kind != wanted) {
            problem(name, text, name + " must be " + (field < FIRST_NUMBER ? "a string" : "an integer"));
        } else if (text.length() > FileLimits.FIELD_CHARS) {
            problem(
                    name,
                    text,
                    String.format(Locale.ROOT, "%s has more than %,d characters", name, FileLimits.FIELD_CHARS));
        }
        values[field] = kind.isScalarValue() && kind != JsonToken.VALUE_NULL ? cut(text) : "";
    }

    private static String cut(String text) {
        return text.length() > FileLimits.FIELD_CHARS ? PlainText.shown(text, FileLimits.CUT_CHARS) : text;
    }

    void problem(String column, String value, String reason) {
        if (problems.isEmpty()) {
            badColumn = column;
            badValue = value;
        }
        problems.add(reason);
    }

    FileRow done() {
        if (problems.isEmpty()) {
            for (int i = 0; i < values.length; i++) {
                if (values[i] == null) {
                    problem(Columns.FIELDS.get(i), "", Columns.FIELDS.get(i) + " is missing");
                }
            }
        }
        String[] cells =
                Arrays.stream(values).map(value -> value == null ? "" : value).toArray(String[]::new);
        return new FileRow(
                line,
                "element " + element + ": ",
                cells,
                String.join(",", rest),
                problems.isEmpty() ? null : new FileRow.Problem(badColumn, badValue, String.join("; ", problems)));
    }
}
