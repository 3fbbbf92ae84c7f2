package io.wizd.db.load;

import io.wizd.db.input.BadFileException;
import io.wizd.db.input.CsvText;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** CSV with a header line. A row that goes on behind a closing quotation mark is one bad row; one that does not end, ends the load. */
final class CsvRows implements RowReader {

    /** A value may fill a LONGTEXT as far as a packet to the database goes. */
    private static final CsvText.Limits LIMITS =
            new CsvText.Limits(64 << 20, 256 << 20, 256 << 20, 100, Integer.MAX_VALUE);

    private final InputFile input;
    private final Reader reader;
    private final CsvText text;
    private final char separator;
    private final Optional<String> nullText;
    private final List<String> columns;
    private InputRow row;

    CsvRows(InputFile input, PositionedStream bytes, InputLayout layout, Optional<String> nullText)
            throws LoadException, IOException {
        this.input = input;
        this.nullText = nullText;
        this.separator = layout.separator();
        this.reader = Utf8.reader(bytes, layout.skipBytes());
        this.text = new CsvText(reader, LIMITS, separator, layout.firstLine());
        this.row = new InputRow(0, layout.firstLine(), List.of(), List.of(), "");
        this.columns = next() ? text.cells().stream().map(String::strip).toList() : List.of();
        if (text.fault() != CsvText.Fault.NONE) {
            throw new LoadException(
                    ExitStatus.DATA, input.name() + ":" + text.line() + ": the header " + behindQuote());
        }
    }

    @Override
    public List<String> columns() {
        return columns;
    }

    @Override
    public boolean advance() throws LoadException, IOException {
        if (!next()) {
            return false;
        }
        long number = row.number() + 1;
        if (text.fault() == CsvText.Fault.BEHIND_QUOTE) {
            row = new InputRow(number, text.line(), List.of(), List.of(new Cell.Field(asWritten())), behindQuote());
            return true;
        }
        List<Cell> cells = text.cells().stream().map(this::cell).toList();
        String problem = cells.size() == columns.size()
                ? ""
                : "has " + fields(cells.size()) + ", the header has " + columns.size();
        row = new InputRow(number, text.line(), columns, cells, problem);
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

    private boolean next() throws LoadException, IOException {
        try {
            boolean found = text.next();
            if (text.fault() == CsvText.Fault.LONG_VALUE || text.fault() == CsvText.Fault.LONG_ROW) {
                throw new BadFileException("the row that begins in line " + text.line() + " is too long");
            }
            return found;
        } catch (CharacterCodingException e) {
            throw Utf8.notUtf8(input);
        } catch (BadFileException e) {
            throw new LoadException(
                    ExitStatus.DATA,
                    input.name() + ": after line " + row.line() + ": not CSV, and what follows cannot be read: "
                            + e.getMessage(),
                    e);
        }
    }

    private Cell cell(String field) {
        if (nullText.isPresent() && nullText.get().equals(field)) {
            return new Cell.Null(field);
        }
        return field.isEmpty() ? new Cell.Empty() : new Cell.Field(field);
    }

    private String behindQuote() {
        return "goes on behind a closing quotation mark: "
                + Shown.value(text.behindQuotes().values().iterator().next())
                + " (within a value, a quotation mark is written twice)";
    }

    /** The row as text that reads the same: only what is known to be wrong must be corrected. */
    private String asWritten() {
        return IntStream.range(0, text.count())
                .mapToObj(i -> '"'
                        + text.cells().get(i).replace("\"", "\"\"")
                        + '"'
                        + text.behindQuotes().getOrDefault(i, ""))
                .collect(Collectors.joining(String.valueOf(separator)));
    }

    private static String fields(int count) {
        return count == 1 ? "1 field" : count + " fields";
    }
}
