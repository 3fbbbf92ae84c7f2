package io.wizd.handlers.members.batch;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import de.siegmar.fastcsv.writer.QuoteStrategies;
import io.wizd.db.input.BadFileException;
import io.wizd.protocol.ByteSize;
import java.io.BufferedWriter;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The rejected rows of a file as CSV, to be corrected and sent again: its columns, then where and why. One thread.
 *
 * <p>A spreadsheet would run a value that begins with {@code =}, {@code +}, {@code -}, {@code @}, tab or carriage return;
 * so it gets an apostrophe, its shield, before it, which spreadsheets take for "text", and so does one that looks as if it had a
 * shield already. If the file comes back, known by its last four columns, each shield is taken off again: the value
 * is what it was.
 */
final class RejectFile implements AutoCloseable {
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    /** U+FFFD in place of half a character, which JSON may have and UTF-8 cannot. */
    private static final byte[] REPLACEMENT = "\uFFFD".getBytes(StandardCharsets.UTF_8);

    private static final String STARTS_FORMULA = "=+-@\t\r";
    private static final Pattern IS_QUOTED_IN_REST = Pattern.compile("\\s*|.*[,;\\t\"\\r\\n].*", Pattern.DOTALL);
    private static final char SHIELD = '\'';

    private final Path file;
    private final Columns columns;
    private final long maxBytes;
    private long bytes;
    private @Nullable CsvWriter csv;

    /** It cannot be written. */
    static final class NotWrittenException extends IOException {
        private static final long serialVersionUID = 1L;

        NotWrittenException(Exception cause) {
            super("the rejected rows cannot be kept: the disk of the server is full, or fails", cause);
        }
    }

    /**
     * Begins the file anew with its first row; where there is none, there is no file in the end.
     *
     * @param maxBytes which it may pass by one row
     */
    RejectFile(Path file, Columns columns, long maxBytes) {
        this.file = file;
        this.columns = columns;
        this.maxBytes = maxBytes;
    }

    /** The text of a file without rows, for a file of members that has no other columns. */
    static String headerAlone() {
        return BYTE_ORDER_MARK
                + Stream.concat(Columns.FIELDS.stream(), Columns.OF_REJECTS.stream())
                        .collect(Collectors.joining("\",\"", "\"", "\"\r\n"));
    }

    /** @throws BadFileException if the file is full: it ends with the row before */
    void add(RejectedRow row) throws NotWrittenException, BadFileException {
        if (csv == null) {
            csv = begun();
        }
        if (bytes >= maxBytes) {
            throw new BadFileException("the rejected rows take " + ByteSize.withBytes(maxBytes)
                    + ", the limit wizd.maxUploadRejects of the server, and there are more: is it the right file?");
        }
        List<String> cells = new ArrayList<>(Arrays.asList(row.row().cells()).subList(0, columns.ownCount()));
        cells.add(row.row().rest());
        cells.add(Long.toString(row.line()));
        cells.add(row.column());
        cells.add(row.reason());
        write(csv, cells);
    }

    private CsvWriter begun() throws NotWrittenException {
        try {
            Writer out = new BufferedWriter(new OutputStreamWriter(
                    new Counted(Files.newOutputStream(file)),
                    StandardCharsets.UTF_8
                            .newEncoder()
                            .onMalformedInput(CodingErrorAction.REPLACE)
                            .replaceWith(REPLACEMENT)));
            // Without it, spreadsheets take UTF-8 for something else.
            out.write(BYTE_ORDER_MARK);
            CsvWriter begun = CsvWriter.builder()
                    .quoteStrategy(QuoteStrategies.ALWAYS)
                    .lineDelimiter(LineDelimiter.CRLF)
                    .build(out);
            List<String> header = new ArrayList<>(columns.names().subList(0, columns.ownCount()));
            header.addAll(Columns.OF_REJECTS);
            write(begun, header);
            return begun;
        } catch (IOException e) {
            throw new NotWrittenException(e);
        }
    }

    private static void write(CsvWriter csv, List<String> cells) throws NotWrittenException {
        cells.replaceAll(RejectFile::shielded);
        try {
            csv.writeRecord(cells);
        } catch (UncheckedIOException e) {
            throw new NotWrittenException(e);
        }
    }

    /** Counts what is written, but for what is still buffered. */
    private final class Counted extends FilterOutputStream {
        Counted(OutputStream out) {
            super(out);
        }

        @Override
        public void write(int b) throws IOException {
            out.write(b);
            bytes++;
        }

        @Override
        public void write(byte[] from, int offset, int length) throws IOException {
            out.write(from, offset, length);
            bytes += length;
        }
    }

    /** A value that has no column, for {@link Columns#REST}; never empty, so that its row does not pass for whole. */
    static String restPart(String value) {
        return IS_QUOTED_IN_REST.matcher(value).matches() ? '"' + value.replace("\"", "\"\"") + '"' : value;
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
            if (csv != null) {
                csv.flush();
            }
        } catch (IOException e) {
            throw new NotWrittenException(e);
        }
    }

    @Override
    public void close() throws NotWrittenException {
        try {
            if (csv == null) {
                // Of a run that was broken off, perhaps.
                Files.deleteIfExists(file);
            } else {
                csv.close();
            }
        } catch (IOException e) {
            throw new NotWrittenException(e);
        }
    }
}
