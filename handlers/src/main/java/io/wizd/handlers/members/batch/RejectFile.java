package io.wizd.handlers.members.batch;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import de.siegmar.fastcsv.writer.QuoteStrategies;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The rejected rows of a file as CSV, to be corrected and sent again: its columns, then where and why. One thread.
 *
 * <p>A spreadsheet would run a value that begins with {@code =}, {@code +}, {@code -}, {@code @}, tab or carriage return;
 * so it gets an apostrophe, its shield, before it, which spreadsheets take for "text", and so does one that looks as if it had a
 * shield already. Where the file comes back, known by its last four columns, each shield is taken off again: the value
 * is what it was.
 */
final class RejectFile implements AutoCloseable {
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    /** U+FFFD in place of half a character, which JSON may have and UTF-8 cannot. */
    private static final byte[] REPLACEMENT = "\uFFFD".getBytes(StandardCharsets.UTF_8);

    private static final String STARTS_FORMULA = "=+-@\t\r";
    private static final char SHIELD = '\'';

    private final Columns columns;
    private final CsvWriter csv;

    /** It cannot be written. */
    static final class NotWrittenException extends IOException {
        private static final long serialVersionUID = 1L;

        NotWrittenException(Exception cause) {
            super("the rejected rows cannot be kept: the disk of the server is full, or fails", cause);
        }
    }

    /** Begins the file anew. */
    RejectFile(Path file, Columns columns) throws NotWrittenException {
        this.columns = columns;
        try {
            this.csv = CsvWriter.builder()
                    .quoteStrategy(QuoteStrategies.ALWAYS)
                    .lineDelimiter(LineDelimiter.CRLF)
                    .build(begun(file));
        } catch (IOException e) {
            throw new NotWrittenException(e);
        }
        List<String> header = new ArrayList<>(columns.names().subList(0, columns.ownCount()));
        header.replaceAll(RejectFile::shielded);
        header.addAll(Columns.OF_REJECTS);
        write(header);
    }

    private static BufferedWriter begun(Path file) throws IOException {
        BufferedWriter out = new BufferedWriter(new OutputStreamWriter(
                Files.newOutputStream(file),
                StandardCharsets.UTF_8
                        .newEncoder()
                        .onMalformedInput(CodingErrorAction.REPLACE)
                        .replaceWith(REPLACEMENT)));
        // Without it, spreadsheets take UTF-8 for something else.
        out.write(BYTE_ORDER_MARK);
        return out;
    }

    void add(RejectedRow row) throws NotWrittenException {
        List<String> cells = new ArrayList<>(Arrays.asList(row.row().cells()).subList(0, columns.ownCount()));
        cells.add(row.row().rest());
        cells.add(Long.toString(row.line()));
        cells.add(row.column());
        cells.add(row.reason());
        cells.replaceAll(RejectFile::shielded);
        write(cells);
    }

    private void write(List<String> cells) throws NotWrittenException {
        try {
            csv.writeRecord(cells);
        } catch (UncheckedIOException e) {
            throw new NotWrittenException(e);
        }
    }

    /** The value so that no spreadsheet runs it. */
    static String shielded(String value) {
        return isFormulaBehindShields(value) ? SHIELD + value : value;
    }

    /** Whether the value is one that got a shield. */
    static boolean isShielded(String value) {
        return !value.isEmpty() && value.charAt(0) == SHIELD && isFormulaBehindShields(value);
    }

    private static boolean isFormulaBehindShields(String value) {
        int i = 0;
        while (i < value.length() && value.charAt(i) == SHIELD) {
            i++;
        }
        return i < value.length() && STARTS_FORMULA.indexOf(value.charAt(i)) >= 0;
    }

    void flush() throws NotWrittenException {
        try {
            csv.flush();
        } catch (IOException e) {
            throw new NotWrittenException(e);
        }
    }

    @Override
    public void close() throws NotWrittenException {
        try {
            csv.close();
        } catch (IOException e) {
            throw new NotWrittenException(e);
        }
    }
}
