package io.wizd.protocol;

import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.Locale;

/**
 * Finds where a text stops being JSON, and says what is wrong there, with line and column. It reads the text again, byte by
 * byte, and is used only once the parser has refused it. One instance a text, one thread.
 */
final class JsonFlaw {
    private static final int MAX_SHOWN = 20;

    private final byte[] text;
    private int at;
    private int depth;

    /** Bit n: whether what is open at depth n is an object. */
    private final BitSet objects = new BitSet();

    private JsonFlaw(byte[] text) {
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

    /** {@code NOT_JSON}, with the first thing that is wrong. */
    static WizdException of(byte[] text) {
        String encoding = encodingFlaw(text);
        if (!encoding.isEmpty()) {
            return WizdException.of(ErrorCode.NOT_JSON, "invalid JSON: " + encoding);
        }
        JsonFlaw flaw = new JsonFlaw(text);
        String why = flaw.find();
        return WizdException.of(
                ErrorCode.NOT_JSON, why.isEmpty() ? "invalid JSON" : "invalid JSON: " + flaw.place() + ": " + why);
    }

    /** What tells by the first bytes that the text is not UTF-8 as it must be; empty where nothing does. */
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

    /** What is wrong at {@link #at}; empty where nothing is. */
    private String find() {
        Next next = Next.VALUE;
        while (true) {
            skipWhiteSpace();
            if (at == text.length) {
                return next == Next.NOTHING ? "" : next.words + " is expected, and the text ends";
            }
            byte b = text[at];
            boolean ends = depth > 0 && b == (objects.get(depth) ? '}' : ']');
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
                        at++;
                        objects.set(++depth, b == '{');
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
                    next = objects.get(depth) ? Next.NAME : Next.VALUE;
                }
                case NOTHING -> why = unexpected(next);
            }
            if (!why.isEmpty()) {
                return why;
            }
        }
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
        String word = new String(text, at, end - at, StandardCharsets.US_ASCII);
        if (!word.equals("true") && !word.equals("false") && !word.equals("null")) {
            return unexpected(next);
        }
        at = end;
        return "";
    }

    private String string() {
        int begin = at++;
        while (at < text.length && text[at] != '"') {
            int b = text[at];
            if (b >= 0 && b < ' ') {
                return String.format(Locale.ROOT, "U+%04X in a string must be written as \\u%04x", b, b);
            }
            if (b == '\\') {
                if (!isEscape()) {
                    return "no escape begins so: \\" + (at + 1 < text.length ? shown(at + 1) : "");
                }
                at++;
            }
            at++;
        }
        if (at >= text.length) {
            at = begin;
            return "the string that begins here does not end";
        }
        at++;
        return "";
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
        if (whole && at < text.length && text[at] == '.') {
            at++;
            whole = digits();
        }
        if (whole && at < text.length && (text[at] == 'e' || text[at] == 'E')) {
            at++;
            if (at < text.length && (text[at] == '+' || text[at] == '-')) {
                at++;
            }
            whole = digits();
        }
        return whole
                ? ""
                : at == text.length ? "a digit is expected, and the text ends" : "a digit is expected, not " + found();
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
        while (at < text.length && " \n\r\t".indexOf(text[at]) >= 0) {
            at++;
        }
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
