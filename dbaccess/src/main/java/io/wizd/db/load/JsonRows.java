package io.wizd.db.load;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.wizd.db.input.BadFileException;
import io.wizd.db.input.JsonElements;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.util.List;

/** Objects, or arrays of objects, one value after the other; one row is in memory at a time. */
final class JsonRows implements RowReader {

    private final InputFile input;
    private final JsonElements elements;
    private InputRow row = new InputRow(0, 1, List.of(), List.of(), "");

    JsonRows(InputFile input, PositionedStream bytes, InputLayout layout) throws IOException {
        this.input = input;
        this.elements = new JsonElements(
                JsonCells.ROWS.createParser(Utf8.reader(bytes, layout.skipBytes())), JsonElements.Top.ANY);
    }

    @Override
    public List<String> columns() {
        return List.of();
    }

    @Override
    public boolean advance() throws LoadException, IOException {
        try {
            if (!elements.next()) {
                return false;
            }
            row = JsonCells.read(elements, elements.number(), elements.line());
            return true;
        } catch (CharacterCodingException e) {
            throw Utf8.notUtf8(input);
        } catch (JsonProcessingException e) {
            throw notJson(JsonCells.reason(e), e);
        } catch (BadFileException e) {
            throw notJson(String.valueOf(e.getMessage()), e);
        }
    }

    private LoadException notJson(String reason, Exception cause) {
        return new LoadException(
                ExitStatus.DATA,
                input.name() + ":" + elements.parser().currentLocation().getLineNr() + ": not JSON after row "
                        + row.number() + ", and what follows cannot be read: " + reason,
                cause);
    }

    @Override
    public InputRow row() {
        return row;
    }

    @Override
    public void close() throws IOException {
        elements.close();
    }
}
