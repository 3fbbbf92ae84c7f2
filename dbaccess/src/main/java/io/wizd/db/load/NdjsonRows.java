package io.wizd.db.load;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.wizd.db.input.BadFileException;
import io.wizd.db.input.JsonElements;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.util.List;

/** One JSON object a line. A line that is not JSON is one bad row; the next line is read as if nothing had happened. */
final class NdjsonRows implements RowReader {

    private final InputFile input;
    private final BufferedReader lines;
    private long lineNumber;
    private InputRow row = new InputRow(0, 1, List.of(), List.of(), "");

    NdjsonRows(InputFile input, PositionedStream bytes, InputLayout layout) throws IOException {
        this.input = input;
        this.lines = new BufferedReader(Utf8.reader(bytes, layout.skipBytes()));
    }

    @Override
    public List<String> columns() {
        return List.of();
    }

    @Override
    public boolean advance() throws LoadException, IOException {
        try {
            String line = lines.readLine();
            lineNumber++;
            while (line != null && line.isBlank()) {
                line = lines.readLine();
                lineNumber++;
            }
            if (line == null) {
                return false;
            }
            row = parsed(line, row.number() + 1);
            return true;
        } catch (CharacterCodingException e) {
            throw Utf8.notUtf8(input);
        }
    }

    private InputRow parsed(String line, long number) throws IOException {
        try (JsonElements elements = new JsonElements(JsonCells.ROWS.createParser(line), JsonElements.Top.ONE_VALUE)) {
            elements.next();
            InputRow parsed = JsonCells.read(elements, number, lineNumber);
            elements.next();
            return parsed;
        } catch (JsonProcessingException e) {
            return broken(line, number, "is not JSON" + place(e) + ": " + JsonCells.reason(e));
        } catch (BadFileException e) {
            return broken(line, number, "holds more than one JSON value");
        }
    }

    /** Behind a row that is too deep, the parser names none. */
    private static String place(JsonProcessingException e) {
        return e.getLocation() == null ? "" : " at character " + e.getLocation().getColumnNr();
    }

    private InputRow broken(String line, long number, String problem) {
        return new InputRow(number, lineNumber, List.of(), List.of(new Cell.Field(line)), problem);
    }

    @Override
    public InputRow row() {
        return row;
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
