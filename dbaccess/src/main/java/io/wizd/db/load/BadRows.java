package io.wizd.db.load;

import com.fasterxml.jackson.core.JsonGenerator;
import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The file that takes the rows left out by {@code --skip-bad}: CSV for CSV, one object a line for JSON, so that it can be
 * corrected and loaded itself. It is made when the first bad row comes, and never overwrites another file. For one thread.
 */
final class BadRows implements AutoCloseable {

    private static final int BUFFER_CHARS = 64 * 1024;

    private final Path path;
    private final InputLayout layout;
    private final List<String> header;
    private final StringBuilder unwritten = new StringBuilder();
    private @Nullable FileChannel channel;

    BadRows(Path path, InputLayout layout, List<String> header) {
        this.path = path;
        this.layout = layout;
        this.header = header;
    }

    /** Where the bad rows of an input go: {@code members.csv} has {@code members.bad.csv} beside it. */
    static Path defaultPath(InputFile input, Format format) {
        Path rows = input.path().orElse(Path.of("stdin"));
        String name = rows.getFileName().toString();
        int point = name.lastIndexOf('.');
        String ending = format == Format.CSV ? "csv" : "ndjson";
        return rows.resolveSibling((point > 0 ? name.substring(0, point) : name) + ".bad." + ending);
    }

    Path path() {
        return path;
    }

    /** It may hold the corrections of an earlier load. */
    static StoppedException alreadyThere(Path path) {
        return new StoppedException(
                ExitStatus.CANNOT_CREATE,
                path
                        + ", where the bad rows would go, is there already: move it away, or name another with --bad-file");
    }

    void add(InputRow row) throws LoadException, IOException {
        FileChannel file = channel == null ? open(StandardOpenOption.CREATE_NEW) : channel;
        channel = file;
        if (layout.format() == Format.CSV && file.position() == 0 && unwritten.isEmpty()) {
            if (layout.firstLine() > 1) {
                unwritten.append("sep=").append(layout.separator()).append('\n');
            }
            unwritten.append(csv(header));
        }
        unwritten.append(
                switch (layout.format()) {
                    case CSV ->
                        row.names().isEmpty()
                                ? asWritten(row)
                                : csv(row.cells().stream().map(Cell::text).toList());
                    case JSON, NDJSON -> json(row) + "\n";
                });
        if (unwritten.length() > BUFFER_CHARS) {
            flush();
        }
    }

    /** Writes out what has gathered; returns the length of the file in bytes, 0 if there is none. */
    long flush() throws IOException {
        if (channel == null) {
            return 0;
        }
        ByteBuffer bytes = StandardCharsets.UTF_8.encode(unwritten.toString());
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
        unwritten.setLength(0);
        return channel.position();
    }

    /** Goes on with the file of the load that is resumed, without what its last, undone transaction added. */
    void reopen(long lengthBytes) throws LoadException, IOException {
        if (lengthBytes > 0) {
            channel = open(StandardOpenOption.WRITE);
            cut(lengthBytes);
        }
    }

    /** Forgets what was added behind a length that {@link #flush} has returned. */
    void cut(long lengthBytes) throws IOException {
        unwritten.setLength(0);
        if (channel != null) {
            channel.truncate(lengthBytes);
            channel.position(lengthBytes);
        }
    }

    private FileChannel open(StandardOpenOption how) throws LoadException {
        try {
            return FileChannel.open(path, StandardOpenOption.WRITE, how);
        } catch (FileAlreadyExistsException e) {
            throw alreadyThere(path);
        } catch (IOException e) {
            throw new StoppedException(
                    ExitStatus.CANNOT_CREATE,
                    "cannot write the bad rows to " + path + " (--bad-file names another place): " + e.getMessage(),
                    e);
        }
    }

    @Override
    public void close() throws IOException {
        if (channel != null) {
            flush();
            channel.close();
        }
    }

    /** What was read of a row that is too broken to have columns. */
    private static String asWritten(InputRow row) {
        return row.cells().getFirst().text() + "\n";
    }

    private String csv(List<String> fields) {
        StringWriter line = new StringWriter();
        CsvWriter.builder()
                .fieldSeparator(layout.separator())
                .lineDelimiter(LineDelimiter.LF)
                .bufferSize(0)
                .build(line)
                .writeRecord(fields);
        return line.toString();
    }

    private static String json(InputRow row) throws IOException {
        StringWriter line = new StringWriter();
        if (row.names().isEmpty() && !row.cells().isEmpty()) {
            line.write(row.cells().getFirst().text());
        } else {
            try (JsonGenerator generator = JsonCells.ROWS.createGenerator(line)) {
                generator.writeStartObject();
                for (int i = 0; i < row.names().size(); i++) {
                    generator.writeFieldName(row.names().get(i));
                    write(generator, row.cells().get(i));
                }
                generator.writeEndObject();
            }
        }
        return escapeLoneSurrogates(line.toString());
    }

    private static void write(JsonGenerator generator, Cell cell) throws IOException {
        switch (cell) {
            case Cell.Num number -> generator.writeNumber(number.text());
            case Cell.Bool bool -> generator.writeBoolean(bool.value());
            case Cell.Nested nested -> generator.writeRawValue(nested.text());
            case Cell.Null any -> generator.writeNull();
            default -> generator.writeString(cell.text());
        }
    }

    /** They may be why the row is bad, and UTF-8 has no bytes for them; they can only stand within JSON strings. */
    private static String escapeLoneSurrogates(String json) {
        if (!Utf8.hasLoneSurrogate(json)) {
            return json;
        }
        StringBuilder escaped = new StringBuilder();
        json.codePoints().forEach(point -> {
            if (Character.getType(point) == Character.SURROGATE) {
                escaped.append(String.format(Locale.ROOT, "\\u%04x", point));
            } else {
                escaped.appendCodePoint(point);
            }
        });
        return escaped.toString();
    }
}
