package io.wizd.server.http.form;

import io.wizd.protocol.Json;
import io.wizd.protocol.StreamedList;
import io.wizd.server.connection.ItemForm;
import io.wizd.server.connection.StreamOutput;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A list as CSV (RFC 4180): a header line, and a line for each item that is an object, in the order of the header. Where
 * the type of the reply does not tell the columns, the first item does, and a list without items is without a header.
 * An item that is a string is text of the file already. One instance a reply, one thread.
 */
public final class CsvItems implements ItemForm {
    private List<String> columns;

    /**
     * For one reply.
     *
     * @param columns the fields of each item; empty if only the items tell
     */
    public CsvItems(List<String> columns) {
        this.columns = columns;
    }

    @Override
    public void begin(StreamedList list, StreamOutput out) {
        if (!columns.isEmpty()) {
            write(columns.stream(), out);
        }
    }

    @Override
    public void item(byte[] array, int offset, int length, StreamOutput out) {
        JsonTree item = JsonTree.of(Json.of(array, offset, length));
        if (item instanceof JsonTree.Fields object) {
            if (columns.isEmpty()) {
                columns = object.fields().stream().map(JsonTree.Field::name).toList();
                write(columns.stream(), out);
            }
            Map<String, JsonTree> byName = object.byName();
            write(columns.stream().map(column -> cell(byName.get(column))), out);
        } else {
            out.write(JsonTree.plain(item));
        }
    }

    private static String cell(@Nullable JsonTree value) {
        return value == null || value instanceof JsonTree.Null ? "" : JsonTree.plain(value);
    }

    private static void write(Stream<String> cells, StreamOutput out) {
        out.write(cells.map(CsvItems::quoted).collect(Collectors.joining(",", "", "\r\n")));
    }

    private static String quoted(String cell) {
        boolean needed = cell.chars().anyMatch(c -> c == ',' || c == '"' || c == '\r' || c == '\n');
        return needed ? '"' + cell.replace("\"", "\"\"") + '"' : cell;
    }
}
