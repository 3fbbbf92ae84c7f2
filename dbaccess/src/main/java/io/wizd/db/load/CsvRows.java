package io.wizd.db.load;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** RFC 4180: a header line, quoted fields may hold separators and line breaks, empty lines are passed over. */
final class CsvRows implements RowReader {

    private static final int MAX_FIELD_CHARS = 64 * 1024 * 1024;

    private final InputFile input;
    private final CsvReader<CsvRecord> reader;
    private final Iterator<CsvRecord> records;
    private final Optional<String> nullText;
    private final List<String> columns;
    private final int firstLine;
    private InputRow row;
    private long lastLine;

    CsvRows(InputFile input, PositionedStream bytes, Layout layout, Optional<String> nullText)
            throws LoadException, IOException {
        this.input = input;
        this.nullText = nullText;
        this.firstLine = layout.firstLine();
        this.lastLine = firstLine;
        this.reader = CsvReader.builder()
                .fieldSeparator(layout.separator())
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .allowUnclosedQuote(false)
                .maxBufferSize(MAX_FIELD_CHARS)
                .ofCsvRecord(Utf8.reader(bytes, layout.skipBytes()));
        this.records = reader.iterator();
        this.columns = hasNext()
                ? records.next().getFields().stream().map(String::strip).toList()
                : List.of();
        this.row = new InputRow(0, firstLine, columns, List.of(), "");
    }

    @Override
    public List<String> columns() {
        return columns;
    }

    @Override
    public boolean advance() throws LoadException, IOException {
        if (!hasNext()) {
            return false;
        }
        CsvRecord csv = records.next();
        lastLine = firstLine - 1 + csv.getStartingLineNumber();
        List<Cell> cells = csv.getFields().stream().map(this::cell).toList();
        String problem = cells.size() == columns.size()
                ? ""
                : "has " + fields(cells.size()) + ", the header has " + columns.size();
        row = new InputRow(row.number() + 1, lastLine, columns, cells, problem);
        return true;
    }

    @Override
    public InputRow row() {
        return row;
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }

    private boolean hasNext() throws LoadException, IOException {
        try {
            return records.hasNext();
        } catch (UncheckedIOException e) {
            if (e.getCause() instanceof CharacterCodingException) {
                throw Utf8.notUtf8(input);
            }
            throw e.getCause();
        } catch (CsvParseException e) {
            throw new LoadException(
                    ExitStatus.DATA,
                    input.name() + ": after line " + lastLine + ": not CSV, and what follows cannot be read: "
                            + Shown.message(String.valueOf(e.getMessage())),
                    e);
        }
    }

    private Cell cell(String field) {
        if (nullText.isPresent() && nullText.get().equals(field)) {
            return new Cell.Null(field);
        }
        return field.isEmpty() ? new Cell.Empty() : new Cell.Field(field);
    }

    private static String fields(int count) {
        return count == 1 ? "1 field" : count + " fields";
    }
}
