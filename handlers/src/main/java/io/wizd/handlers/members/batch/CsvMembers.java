package io.wizd.handlers.members.batch;

import io.wizd.db.input.BadFileException;
import io.wizd.db.input.CsvText;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.CharBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * CSV with {@code ,} {@code ;} or tab, whichever makes the most of the header, or with what a first line {@code sep=;} says,
 * as spreadsheets write it. Rows without a character that can be seen are passed over, as spreadsheets leave them behind the
 * last row, and DOS its Ctrl-Z.
 */
final class CsvMembers implements MemberReader {
    private static final char[] SEPARATORS = {',', ';', '\t'};
    private static final Pattern HAS_LINE = Pattern.compile("\\s*\\S[^\\r\\n]*[\\r\\n]");

    private final CsvText text;
    private final Columns columns;

    CsvMembers(BufferedReader in) throws IOException, BadFileException {
        String start = start(in);
        Matcher told = CsvText.SEPARATOR_LINE.matcher(start);
        if (told.lookingAt()) {
            in.skip(told.end());
            this.text = new CsvText(in, FileLimits.CSV, told.group(1).charAt(0), 2);
        } else {
            this.text = new CsvText(in, FileLimits.CSV, separator(start), 1);
        }
        this.columns = header();
    }

    /** The first line and perhaps more, which are read again thereafter. What is wrong behind them is not met yet. */
    private static String start(BufferedReader text) throws IOException {
        char[] chars = new char[FileLimits.FIELD_CHARS];
        text.mark(chars.length);
        int length = 0;
        int got;
        while (length < chars.length && (got = text.read(chars, length, chars.length - length)) > 0) {
            length += got;
            if (HAS_LINE.matcher(CharBuffer.wrap(chars, 0, length)).lookingAt()) {
                break;
            }
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

    private Columns header() throws IOException, BadFileException {
        if (!nextRow()) {
            throw new BadFileException("the file is empty");
        }
        if (text.count() > FileLimits.COLUMNS) {
            throw new BadFileException(String.format(
                    Locale.ROOT,
                    "the header has %,d columns; a file of members has %,d at most",
                    text.count(),
                    FileLimits.COLUMNS));
        }
        if (text.fault() != CsvText.Fault.NONE) {
            String name = PlainText.shown(text.cells().get(text.faultCell()), Columns.SHOWN_NAME);
            throw new BadFileException("the header cannot be read: " + reason(text.fault(), name));
        }
        return Columns.ofHeader(List.copyOf(text.cells()));
    }

    @Override
    public Columns columns() {
        return columns;
    }

    @Override
    public @Nullable FileRow next() throws IOException, BadFileException {
        if (!nextRow()) {
            return null;
        }
        int expected = columns.names().size();
        List<String> found = text.cells();
        String[] cells = new String[expected];
        for (int i = 0; i < expected; i++) {
            cells[i] = i < found.size() ? value(found.get(i)) : "";
        }
        String rest = columns.rest(cells);
        if (text.count() == expected && text.fault() == CsvText.Fault.NONE && rest.isEmpty()) {
            return new FileRow(text.line(), "", cells, "", null);
        }
        String whole = rest(rest);
        return new FileRow(text.line(), "", cells, whole, problem(whole));
    }

    /** Reads on to a row with something in it; false at the end. */
    private boolean nextRow() throws IOException, BadFileException {
        while (text.next()) {
            if (!isBlank()) {
                return true;
            }
        }
        return false;
    }

    private boolean isBlank() {
        if (text.fault() != CsvText.Fault.NONE || text.count() > text.cells().size()) {
            return false;
        }
        for (String cell : text.cells()) {
            if (!PlainText.isBlank(cell)) {
                return false;
            }
        }
        return true;
    }

    private String value(String field) {
        return columns.areOfRejects() && RejectFile.isShielded(field) ? field.substring(1) : field;
    }

    /** All of the row that has no column of its own. */
    private String rest(String before) {
        List<String> parts = new ArrayList<>();
        if (!before.isEmpty()) {
            parts.add(before);
        }
        if (!text.behindQuote().isEmpty()) {
            parts.add(RejectFile.restPart(text.behindQuote()));
        }
        List<String> found = text.cells();
        for (int i = columns.names().size(); i < found.size(); i++) {
            parts.add(RejectFile.restPart(found.get(i)));
        }
        if (text.count() > found.size()) {
            parts.add("…");
        }
        return String.join(",", parts);
    }

    private FileRow.Problem problem(String rest) {
        int expected = columns.names().size();
        CsvText.Fault fault = text.fault();
        if (fault != CsvText.Fault.NONE) {
            int place = text.faultCell();
            String column = place < expected ? columns.names().get(place) : "";
            String start = text.cells().get(Math.min(place, text.cells().size() - 1));
            String value = fault == CsvText.Fault.BEHIND_QUOTE ? '"' + start + '"' + text.behindQuote() : start;
            return new FileRow.Problem(column, value, reason(fault, column.isEmpty() ? "a value" : column));
        }
        if (text.count() != expected) {
            String values = text.count() == 1 ? " value" : " values";
            return new FileRow.Problem("", rest, "has " + text.count() + values + ", the header has " + expected);
        }
        return new FileRow.Problem(
                Columns.REST,
                rest,
                Columns.REST + " holds what has no column: put it where it belongs, and empty " + Columns.REST);
    }

    private static String reason(CsvText.Fault fault, String column) {
        return switch (fault) {
            case NONE -> "";
            case LONG_VALUE ->
                String.format(Locale.ROOT, "%s has more than %,d characters", column, FileLimits.FIELD_CHARS);
            case LONG_ROW -> String.format(Locale.ROOT, "the row has more than %,d characters", FileLimits.ROW_CHARS);
            case BEHIND_QUOTE ->
                column
                        + " goes on behind its closing quotation mark; within a value, a quotation mark is written twice";
        };
    }
}
