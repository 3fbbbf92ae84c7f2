package io.wizd.protocol;

/**
 * Text of somebody else as a log and a terminal may show it: on one line, and without what steers a terminal or turns the
 * order of what follows. Static, any thread.
 */
public final class Printable {
    private static final char[] HEX = "0123456789abcdef".toCharArray();

    private Printable() {}

    /**
     * The text with each control, format and separator character (Unicode's Cc, Cf, Zl, Zp) and each lone surrogate as JSON
     * escapes it. Everything else stays, a backslash too: so JSON stays the same JSON where it has no such character between
     * its tokens.
     */
    public static String of(String text) {
        int i = 0;
        while (i < text.length() && isShown(text.codePointAt(i))) {
            i += Character.charCount(text.codePointAt(i));
        }
        if (i == text.length()) {
            return text;
        }
        StringBuilder shown = new StringBuilder(text.length() + 16).append(text, 0, i);
        while (i < text.length()) {
            int point = text.codePointAt(i);
            int end = i + Character.charCount(point);
            if (isShown(point)) {
                shown.append(text, i, end);
            } else {
                text.substring(i, end).chars().forEach(unit -> escape(unit, shown));
            }
            i = end;
        }
        return shown.toString();
    }

    private static boolean isShown(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }

    private static void escape(int unit, StringBuilder shown) {
        shown.append("\\u");
        for (int shift = 12; shift >= 0; shift -= 4) {
            shown.append(HEX[unit >> shift & 15]);
        }
    }
}
