package io.wizd.db.input;

import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Text cut into rows of values by RFC 4180, lines that end with LF, CRLF or CR. Empty lines are passed over. One thread.
 *
 * <p>What is wrong with a row is said of that row, and the next one is read: a library that throws there could not go on.
 * Of a value that is too long the beginning is kept and the rest passed over, so that no row takes more than about
 * {@link Limits#rowChars} of memory. A quotation mark within a value that does not begin with one is a character like
 * any other.
 */
public final class CsvText {
    /**
     * A first line that says the separator, in group 1, as spreadsheets write it: {@code sep=;}, in quotes where it has the separator
     * in it, and filled up with separators to the width of the other rows.
     */
    public static final Pattern SEPARATOR_LINE =
            Pattern.compile("\"?sep=([^\"\\r\\n])\"?\\1*(\\r\\n|\\n|\\r)", Pattern.CASE_INSENSITIVE);

    private static final int BUFFER = 32 * 1024;
    private static final char QUOTE = '"';
    private static final int END = -1;

    private final Reader in;
    private final Limits limits;
    private final char separator;
    private final char[] buffer = new char[BUFFER];
    private int at;
    private int end;

    /** The line that is read, from 1. */
    private long line;

    private final List<String> cells = new ArrayList<>();
    private long rowLine;
    private int count;
    private int readChars;
    private int keptChars;
    private Fault fault = Fault.NONE;
    private int faultCell;
    private final TreeMap<Integer, String> behindQuotes = new TreeMap<>();

    private final StringBuilder cell = new StringBuilder();
    private boolean isCut;

    /**
     * How much a row may be.
     *
     * @param valueChars characters of one value
     * @param rowChars characters of the values of one row
     * @param readChars characters that one row is read for; where it goes on, nobody can say where the next one begins
     * @param cutChars characters that are kept of a value that is too long
     * @param values of one row that are kept; more are counted
     */
    public record Limits(int valueChars, int rowChars, int readChars, int cutChars, int values) {}

    /** What is wrong with a row, whatever its values are. */
    public enum Fault {
        NONE,
        /** More than {@link Limits#valueChars}. */
        LONG_VALUE,
        /** More than {@link Limits#rowChars}. */
        LONG_ROW,
        /** There is something between the closing quotation mark of a value and the next separator. */
        BEHIND_QUOTE
    }

    /** @param line the number of the first line of {@code in} */
    public CsvText(Reader in, Limits limits, char separator, long line) {
        this.in = in;
        this.limits = limits;
        this.separator = separator;
        this.line = line;
    }

    /**
     * Reads the next row, which the getters tell until the next call.
     *
     * @return false at the end
     * @throws BadFileException if a value or a row does not end
     */
    public boolean next() throws IOException, BadFileException {
        while (isLineBreak(peek())) {
            passLineBreak();
        }
        if (peek() == END) {
            return false;
        }
        rowLine = line;
        cells.clear();
        count = 0;
        readChars = 0;
        keptChars = 0;
        fault = Fault.NONE;
        behindQuotes.clear();
        while (readCell()) {
            at++;
            read(1);
        }
        if (peek() != END) {
            passLineBreak();
        }
        return true;
    }

    /** @return whether another one follows */
    private boolean readCell() throws IOException, BadFileException {
        String value;
        if (peek() == QUOTE) {
            at++;
            value = quoted();
            int next = peek();
            if (next != separator && next != END && !isLineBreak(next)) {
                behindQuotes.put(count, plain());
                fault(Fault.BEHIND_QUOTE);
            }
        } else {
            value = plain();
        }
        if (cells.size() < limits.values()) {
            cells.add(value);
        }
        count++;
        return peek() == separator;
    }

    private String plain() throws IOException, BadFileException {
        int to = endOfPlain();
        if (to < end && keptChars + (to - at) <= limits.rowChars()) {
            String value = new String(buffer, at, to - at);
            keptChars += to - at;
            read(to - at);
            at = to;
            return value;
        }
        do {
            keep(endOfPlain());
        } while (at == end && fill());
        return kept();
    }

    private int endOfPlain() {
        int i = at;
        while (i < end && buffer[i] != separator && !isLineBreak(buffer[i])) {
            i++;
        }
        return i;
    }

    /** Behind its opening quotation mark. */
    private String quoted() throws IOException, BadFileException {
        char last = QUOTE;
        while (true) {
            int i = at;
            while (i < end && buffer[i] != QUOTE) {
                char c = buffer[i++];
                if (c == '\r' || (c == '\n' && last != '\r')) {
                    line++;
                }
                last = c;
            }
            keep(i);
            if (at < end) {
                at++;
                last = QUOTE;
                if (peek() != QUOTE) {
                    return kept();
                }
                keep(at + 1);
            } else if (!fill()) {
                throw new BadFileException("in the row that begins in line " + rowLine
                        + ", a quotation mark is opened and not closed before the end of the file");
            }
        }
    }

    /** Takes the characters up to there into the value, as far as it may have them. */
    private void keep(int to) throws BadFileException {
        int length = to - at;
        read(length);
        if (!isCut && cell.length() + length > limits.valueChars()) {
            cut(Fault.LONG_VALUE);
        } else if (!isCut && keptChars + cell.length() + length > limits.rowChars()) {
            cut(Fault.LONG_ROW);
        }
        if (!isCut) {
            cell.append(buffer, at, length);
        }
        at = to;
    }

    private void cut(Fault why) {
        fault(why);
        isCut = true;
        cell.setLength(Math.min(cell.length(), limits.cutChars()));
    }

    private String kept() {
        String value = isCut ? cell + "…" : cell.toString();
        keptChars += value.length();
        cell.setLength(0);
        isCut = false;
        return value;
    }

    /** The first one counts. */
    private void fault(Fault what) {
        if (fault == Fault.NONE) {
            fault = what;
            faultCell = count;
        }
    }

    private void read(int chars) throws BadFileException {
        readChars += chars;
        if (readChars > limits.readChars()) {
            throw new BadFileException(String.format(
                    Locale.ROOT,
                    "the row that begins in line %d has more than %,d characters, and does not end:"
                            + " is a quotation mark not closed there?",
                    rowLine,
                    limits.readChars()));
        }
    }

    private static boolean isLineBreak(int c) {
        return c == '\n' || c == '\r';
    }

    private void passLineBreak() throws IOException {
        if (buffer[at++] == '\r' && peek() == '\n') {
            at++;
        }
        line++;
    }

    private int peek() throws IOException {
        return at < end || fill() ? buffer[at] : END;
    }

    private boolean fill() throws IOException {
        at = 0;
        end = Math.max(0, in.read(buffer, 0, buffer.length));
        return end > 0;
    }

    /** The line on which the row begins, from 1. */
    public long line() {
        return rowLine;
    }

    /** The first {@link Limits#values} of its values; valid until the next row. */
    public List<String> cells() {
        return cells;
    }

    /** How many values it has. */
    public int count() {
        return count;
    }

    public Fault fault() {
        return fault;
    }

    /** The place of the value that is at fault. */
    public int faultCell() {
        return faultCell;
    }

    /** What is behind the closing quotation mark of the last value that has something there; empty for none. */
    public String behindQuote() {
        return behindQuotes.isEmpty() ? "" : behindQuotes.lastEntry().getValue();
    }

    /** What is behind closing quotation marks, by the places of the values; valid until the next row. */
    public Map<Integer, String> behindQuotes() {
        return behindQuotes;
    }
}
