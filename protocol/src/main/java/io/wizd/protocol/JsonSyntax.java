package io.wizd.protocol;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/**
 * Goes over a text once, byte by byte: whether it is JSON within the limits of the wire, and if not, what is wrong, with line
 * and column. It keeps nothing of the text, so that its time grows with the bytes alone, whatever they are. One instance a
 * text, one thread.
 */
final class JsonSyntax {
    private static final int MAX_SHOWN = 20;

    /** Below the largest double, so only longer integers need to be converted to know. */
    private static final int MAX_SAFE_DIGITS = 300;

    private static final byte[] TRUE = "true".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] FALSE = "false".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);

    private final byte[] text;
    private int at;
    private int depth;

    /** Bit n: whether what is open at depth n + 1 is an object. */
    private long objects;

    private JsonSyntax(byte[] text) {
        this.text = text;
    }

    /** What may come next. */
    private enum Next {
        VALUE("a value"),
        ITEM_OR_END("a value or ]"),
        NAME("the name of a field in double quotes"),
        NAME_OR_END("the name of a field in double quotes or }"),
        COLON("a colon"),
        COMMA_OR_END("a comma or the end of what is open"),
        NOTHING("nothing more");

        final String words;

        Next(String words) {
            this.words = words;
        }
    }

    /**
     * Checks a whole text.
     *
     * @param text which {@link JsonText} has taken: what is in strings is not looked at here
     * @throws WizdException {@code NOT_JSON} with the first thing that is wrong, {@code TOO_DEEP}, or {@code BAD_VALUE} for a
     *     number beyond a double
     */
    static void check(byte[] text) {
        JsonSyntax syntax = new JsonSyntax(text);
        String why = syntax.find();
        if (!why.isEmpty()) {
            String encoding = encodingFlaw(text);
            throw WizdException.of(
                    ErrorCode.NOT_JSON,
                    "invalid JSON: " + (encoding.isEmpty() ? syntax.place() + ": " + why : encoding));
        }
    }

    /** What tells by the first bytes that the text is not UTF-8 as it must be; empty if nothing does. */
    private static String encodingFlaw(byte[] text) {
        if (text.length > 2 && text[0] == (byte) 0xEF && text[1] == (byte) 0xBB && text[2] == (byte) 0xBF) {
            return "it begins with a byte order mark (U+FEFF), which must be left out";
        }
        for (int i = 0; i < Math.min(text.length, Integer.BYTES); i++) {
            if (text[i] == 0) {
                return "it must be UTF-8; zeros among the first bytes are a sign of UTF-16 or UTF-32";
            }
        }
        return "";
    }

    /** What is wrong at {@link #at}; empty if nothing is. */
    private String find() {
        Next next = Next.VALUE;
        while (true) {
            skipWhiteSpace();
            if (at == text.length) {
                return next == Next.NOTHING ? "" : next.words + " is expected, and the text ends";
            }
            byte b = text[at];
            boolean ends = depth > 0 && b == (inObject() ? '}' : ']');
            if (ends && (next == Next.ITEM_OR_END || next == Next.NAME_OR_END || next == Next.COMMA_OR_END)) {
                at++;
                depth--;
                next = behindValue();
                continue;
            }
            String why = "";
            switch (next) {
                case VALUE, ITEM_OR_END -> {
                    if (b == '{' || b == '[') {
                        open(b == '{' ? 1 : 0);
                        next = b == '{' ? Next.NAME_OR_END : Next.ITEM_OR_END;
                    } else {
                        why = scalar(b, next);
                        next = behindValue();
                    }
                }
                case NAME, NAME_OR_END -> {
                    why = b == '"' ? string() : unexpected(next);
                    next = Next.COLON;
                }
                case COLON -> {
                    why = take(b == ':', next);
                    next = Next.VALUE;
                }
                case COMMA_OR_END -> {
                    why = take(b == ',', next);
                    next = inObject() ? Next.NAME : Next.VALUE;
                }
                case NOTHING -> why = unexpected(next);
            }
            if (!why.isEmpty()) {
                return why;
            }
        }
    }

    private void open(long object) {
        if (depth == JsonLimits.MAX_DEPTH) {
            throw WizdException.of(
                    ErrorCode.TOO_DEEP, "the JSON is nested more than " + JsonLimits.MAX_DEPTH + " levels deep");
        }
        objects = objects & ~(1L << depth) | object << depth;
        depth++;
        at++;
    }

    private boolean inObject() {
        return (objects >>> depth - 1 & 1) != 0;
    }

    private Next behindValue() {
        return depth == 0 ? Next.NOTHING : Next.COMMA_OR_END;
    }

    private String take(boolean fits, Next next) {
        if (!fits) {
            return unexpected(next);
        }
        at++;
        return "";
    }

    private String scalar(byte b, Next next) {
        if (b == '"') {
            return string();
        }
        if (b == '-' || isDigit(at)) {
            return number();
        }
        int end = endOfWord();
        if (!isWord(TRUE, end) && !isWord(FALSE, end) && !isWord(NULL, end)) {
            return unexpected(next);
        }
        at = end;
        return "";
    }

    private boolean isWord(byte[] word, int end) {
        return Arrays.equals(text, at, end, word, 0, word.length);
    }

    private String string() {
        int begin = at++;
        while (at < text.length) {
            byte b = text[at];
            if (b == '"') {
                at++;
                return "";
            }
            if (b >= 0 && b < ' ') {
                return String.format(Locale.ROOT, "U+%04X in a string must be written as \\u%04x", b, b);
            }
            if (b == '\\' && !isEscape()) {
                return "no escape begins so: \\" + (at + 1 < text.length ? shown(at + 1) : "");
            }
            at += b == '\\' ? 2 : 1;
        }
        at = begin;
        return "the string that begins here does not end";
    }

    private boolean isEscape() {
        if (at + 1 == text.length || text[at + 1] != 'u') {
            // At the end of the text the string does not end, which says more.
            return at + 1 == text.length || "\"\\/bfnrt".indexOf(text[at + 1]) >= 0;
        }
        for (int i = at + 2; i < Math.min(at + 6, text.length); i++) {
            if (Character.digit(text[i], 16) < 0) {
                return false;
            }
        }
        return true;
    }

    private String number() {
        int begin = at;
        if (text[at] == '-') {
            at++;
        }
        if (at < text.length && text[at] == '0' && isDigit(at + 1)) {
            at = begin;
            return "a number has no leading zeros";
        }
        boolean whole = digits();
        boolean large = at - begin > MAX_SAFE_DIGITS;
        if (whole && at < text.length && text[at] == '.') {
            at++;
            whole = digits();
        }
        if (whole && at < text.length && (text[at] == 'e' || text[at] == 'E')) {
            at++;
            large |= at < text.length && text[at] != '-';
            if (at < text.length && (text[at] == '+' || text[at] == '-')) {
                at++;
            }
            whole = digits();
        }
        if (!whole) {
            return at == text.length ? "a digit is expected, and the text ends" : "a digit is expected, not " + found();
        }
        if (large) {
            checkFinite(new String(text, begin, at - begin, StandardCharsets.US_ASCII));
        }
        return "";
    }

    private static void checkFinite(String number) {
        if (Double.isInfinite(Double.parseDouble(number))) {
            String shown = number.length() <= 2 * MAX_SHOWN ? number : number.substring(0, 2 * MAX_SHOWN) + "…";
            throw WizdException.of(ErrorCode.BAD_VALUE, "a number is too large: " + shown);
        }
    }

    private boolean digits() {
        int begin = at;
        while (isDigit(at)) {
            at++;
        }
        return at > begin;
    }

    private boolean isDigit(int i) {
        return i < text.length && text[i] >= '0' && text[i] <= '9';
    }

    private void skipWhiteSpace() {
        while (at < text.length && text[at] <= ' ' && isWhiteSpace(text[at])) {
            at++;
        }
    }

    private static boolean isWhiteSpace(byte b) {
        return b == ' ' || b == '\n' || b == '\r' || b == '\t';
    }

    private String unexpected(Next next) {
        return next.words + " is expected, not " + found();
    }

    /** A word as a whole, else one character. */
    private String found() {
        int end = endOfWord();
        if (end - at > 1) {
            return new String(text, at, Math.min(end - at, MAX_SHOWN), StandardCharsets.US_ASCII)
                    + (end - at > MAX_SHOWN ? "…" : "");
        }
        return shown(at);
    }

    private int endOfWord() {
        int end = at;
        while (end < text.length && (text[end] >= 'a' && text[end] <= 'z' || text[end] >= 'A' && text[end] <= 'Z')) {
            end++;
        }
        return end;
    }

    /** The character that begins there. */
    private String shown(int from) {
        int c = new String(text, from, Math.min(4, text.length - from), StandardCharsets.UTF_8).codePointAt(0);
        return c <= ' ' || Character.isISOControl(c) ? String.format(Locale.ROOT, "U+%04X", c) : Character.toString(c);
    }

    /** In characters, from 1. */
    private String place() {
        int line = 1;
        int column = 1;
        for (int i = 0; i < at; i++) {
            if (text[i] == '\n') {
                line++;
                column = 1;
            } else if ((text[i] & 0xC0) != 0x80) {
                column++;
            }
        }
        return "line " + line + ", column " + column;
    }
}
