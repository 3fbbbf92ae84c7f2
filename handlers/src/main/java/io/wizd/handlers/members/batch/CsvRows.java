package io.wizd.handlers.members.batch;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.CsvRecordHandler;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * RFC 4180 with {@code ,} {@code ;} or tab, whichever makes the most of the header. Empty lines are passed over; what
 * stands behind a closing quote is taken as the rest of the value, as spreadsheets do.
 */
final class CsvRows implements RowReader {
    private static final char[] SEPARATORS = {',', ';', '\t'};

    private final Iterator<CsvRecord> records;
    private final Columns columns;
    private long lastLine = 1;

    CsvRows(BufferedReader text) throws IOException, BadFileException {
        String start = start(text);
        char separator = separator(start);
        this.records = CsvReader.builder()
                .fieldSeparator(separator)
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .allowExtraCharsAfterClosingQuote(true)
                .allowUnclosedQuote(false)
                .maxBufferSize(FileLimits.ROW_CHARS)
                .build(
                        CsvRecordHandler.builder()
                                .maxFields(FileLimits.COLUMNS)
                                .maxFieldSize(FileLimits.FIELD_CHARS)
                                .maxRecordSize(FileLimits.ROW_CHARS)
                                .build(),
                        text)
                .iterator();
        CsvRecord header = read();
        if (header == null) {
            throw new BadFileException("the file is empty");
        }
        this.columns = Columns.ofHeader(header.getFields());
    }

    /** The first characters, which are read again thereafter. */
    private static String start(BufferedReader text) throws IOException {
        char[] chars = new char[FileLimits.FIELD_CHARS];
        text.mark(chars.length);
        int length = 0;
        int got;
        while (length < chars.length && (got = text.read(chars, length, chars.length - length)) > 0) {
            length += got;
        }
        text.reset();
        return new String(chars, 0, length);
    }

    private static char separator(String start) {
        String header = start.stripLeading().lines().findFirst().orElse("");
        char best = SEPARATORS[0];
        int most = -1;
        for (char separator : SEPARATORS) {
            List<String> names = Arrays.stream(header.split(String.valueOf(separator), FileLimits.COLUMNS))
                    .map(name -> name.replace("\"", ""))
                    .toList();
            // Where none has a known name, the one that separates most is what the sender meant.
            int score = Columns.known(names) * FileLimits.COLUMNS + names.size();
            if (score > most) {
                best = separator;
                most = score;
            }
        }
        return best;
    }

    @Override
    public Columns columns() {
        return columns;
    }

    @Override
    public @Nullable FileRow next() throws IOException, BadFileException {
        CsvRecord csv = read();
        if (csv == null) {
            return null;
        }
        int expected = columns.names().size();
        int count = csv.getFieldCount();
        String[] cells = new String[expected];
        for (int i = 0; i < expected; i++) {
            cells[i] = i < count ? value(csv.getField(i)) : "";
        }
        String problem = count == expected
                ? null
                : "has " + count + (count == 1 ? " value" : " values") + ", the header has " + expected;
        return new FileRow(csv.getStartingLineNumber(), cells, "", problem);
    }

    private String value(String field) {
        return columns.areOfRejects() && RejectFile.isShielded(field) ? field.substring(1) : field;
    }

    private @Nullable CsvRecord read() throws IOException, BadFileException {
        try {
            if (!records.hasNext()) {
                return null;
            }
            CsvRecord csv = records.next();
            lastLine = csv.getStartingLineNumber();
            return csv;
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } catch (CsvParseException e) {
            String why = e.getCause() == null
                    ? String.valueOf(e.getMessage())
                    : e.getCause().getMessage();
            throw new BadFileException("after line " + lastLine + " the file is not CSV: " + why, e);
        }
    }
}
