package io.wizd.server.http;

import io.wizd.protocol.Json;
import io.wizd.protocol.StreamedList;
import io.wizd.server.pipeline.ItemForm;
import io.wizd.server.pipeline.StreamOutput;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A list as CSV (RFC 4180). Of items that are objects, the fields of the first are the header, and each is a line; an
 * item that is a string is text of the file already. One instance a reply, one thread.
 */
final class CsvItems implements ItemForm {
    private boolean first = true;

    @Override
    public long length(StreamedList list) {
        return StreamedList.UNKNOWN;
    }

    @Override
    public void begin(StreamedList list, StreamOutput out) {}

    @Override
    public void item(byte[] array, int offset, int length, StreamOutput out) {
        JsonTree item = JsonTree.of(Json.of(array, offset, length));
        if (item instanceof JsonTree.Fields object) {
            if (first) {
                write(object.fields().stream().map(JsonTree.Field::name).toList(), out);
            }
            write(
                    object.fields().stream()
                            .map(field -> JsonTree.plain(field.value()))
                            .toList(),
                    out);
        } else {
            out.write(JsonTree.plain(item));
        }
        first = false;
    }

    private static void write(List<String> cells, StreamOutput out) {
        out.write(cells.stream().map(CsvItems::quoted).collect(Collectors.joining(",", "", "\r\n")));
    }

    private static String quoted(String cell) {
        boolean needed = cell.chars().anyMatch(c -> c == ',' || c == '"' || c == '\r' || c == '\n');
        return needed ? '"' + cell.replace("\"", "\"\"") + '"' : cell;
    }

    @Override
    public void end(StreamOutput out) {}
}
