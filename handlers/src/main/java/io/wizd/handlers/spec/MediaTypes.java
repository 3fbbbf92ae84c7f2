package io.wizd.handlers.spec;

/** The media types of bytes (RFC 9110, 8.3.1). Static, any thread. */
public final class MediaTypes {
    /** Characters of a media type with its parameters; the column that keeps it has no more. */
    public static final int MAX_CHARS = 255;

    private static final String TOKEN_MARKS = "!#$%&'*+-.^_`|~";

    private MediaTypes() {}

    /**
     * Whether the text is one media type, such as {@code text/html; charset=utf-8}, of ASCII alone, and no range: what
     * can be stored, and sent again as a header field.
     */
    public static boolean isValid(String text) {
        int slash = token(text, 0);
        if (text.length() > MAX_CHARS || slash == 0 || slash >= text.length() || text.charAt(slash) != '/') {
            return false;
        }
        int end = token(text, slash + 1);
        boolean range = text.startsWith("*/") || end == slash + 2 && text.charAt(slash + 1) == '*';
        return end > slash + 1 && !range && areParameters(text, end);
    }

    private static boolean areParameters(String text, int from) {
        int i = from;
        while (i < text.length()) {
            i = whiteSpace(text, i);
            if (i == text.length()) {
                return true;
            }
            if (text.charAt(i) != ';') {
                return false;
            }
            i = parameter(text, whiteSpace(text, i + 1));
            if (i < 0) {
                return false;
            }
        }
        return true;
    }

    /** Where the parameter that begins here ends; an empty one is allowed. -1 where it is none. */
    private static int parameter(String text, int from) {
        if (from == text.length() || text.charAt(from) == ';') {
            return from;
        }
        int equals = token(text, from);
        if (equals == from || equals >= text.length() || text.charAt(equals) != '=') {
            return -1;
        }
        int value = equals + 1;
        if (value < text.length() && text.charAt(value) == '"') {
            return quoted(text, value + 1);
        }
        int end = token(text, value);
        return end == value ? -1 : end;
    }

    /** Where a quoted string ends whose first quote is before {@code from}; -1 where it does not end. */
    private static int quoted(String text, int from) {
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"') {
                return i + 1;
            }
            if (c == '\\') {
                i++;
            }
            if (i == text.length() || !isPrintable(text.charAt(i))) {
                return -1;
            }
        }
        return -1;
    }

    private static boolean isPrintable(char c) {
        return c >= ' ' && c <= '~' || c == '\t';
    }

    private static int token(String text, int from) {
        int i = from;
        while (i < text.length() && isTokenCharacter(text.charAt(i))) {
            i++;
        }
        return i;
    }

    private static boolean isTokenCharacter(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || TOKEN_MARKS.indexOf(c) >= 0;
    }

    private static int whiteSpace(String text, int from) {
        int i = from;
        while (i < text.length() && (text.charAt(i) == ' ' || text.charAt(i) == '\t')) {
            i++;
        }
        return i;
    }
}
