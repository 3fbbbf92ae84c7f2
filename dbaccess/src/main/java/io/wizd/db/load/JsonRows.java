package io.wizd.db.load;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.util.List;

/** Objects, or arrays of objects, one value after the other; one row is in memory at a time. */
final class JsonRows implements RowReader {

    private final InputFile input;
    private final JsonParser parser;
    private boolean inArray;
    private InputRow row = new InputRow(0, 1, List.of(), List.of(), "");

    JsonRows(InputFile input, PositionedStream bytes, Layout layout) throws IOException {
        this.input = input;
        this.parser = JsonCells.ROWS.createParser(Utf8.reader(bytes, layout.skipBytes()));
    }

    @Override
    public List<String> columns() {
        return List.of();
    }

    @Override
    public boolean advance() throws LoadException, IOException {
        try {
            return advanceToValue();
        } catch (CharacterCodingException e) {
            throw Utf8.notUtf8(input);
        } catch (JsonProcessingException e) {
            throw new LoadException(
                    ExitStatus.DATA,
                    input.name() + ":" + parser.currentLocation().getLineNr() + ": not JSON after row " + row.number()
                            + ", and what follows cannot be read: "
                            + JsonCells.reason(e),
                    e);
        }
    }

    private boolean advanceToValue() throws IOException {
        while (true) {
            JsonToken token = parser.nextToken();
            if (token == null) {
                return false;
            } else if (token == JsonToken.START_ARRAY && !inArray) {
                inArray = true;
            } else if (token == JsonToken.END_ARRAY) {
                inArray = false;
            } else {
                long line = parser.currentTokenLocation().getLineNr();
                row = token == JsonToken.START_OBJECT
                        ? JsonCells.read(parser, row.number() + 1, line)
                        : JsonCells.notAnObject(parser, row.number() + 1, line);
                return true;
            }
        }
    }

    @Override
    public InputRow row() {
        return row;
    }

    @Override
    public void close() throws IOException {
        parser.close();
    }
}
