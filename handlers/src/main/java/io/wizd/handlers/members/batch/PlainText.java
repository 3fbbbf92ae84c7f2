package io.wizd.handlers.members.batch;

/** Texts of a file for people: short, and such that UTF-8 can say them. Static. */
final class PlainText {
    /** What decoders put in the place of what they could not read. */
    static final char REPLACEMENT = '\uFFFD';

    private PlainText() {}

    /** Whether it has no character that can be seen. */
    static boolean isBlank(String text) {
        return text.isEmpty() || text.codePoints().noneMatch(PlainText::isSeen);
    }

    /** Whether it is neither a space, of whatever width, nor a control or format character. */
    static boolean isSeen(int c) {
        return switch (Character.getType(c)) {
            case Character.SPACE_SEPARATOR,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.CONTROL,
                    Character.FORMAT -> false;
            default -> true;
        };
    }

    /** At most so many characters, then {@code …}; half characters become U+FFFD. */
    static String shown(String text, int characters) {
        int end = text.length() <= characters || text.codePointCount(0, text.length()) <= characters
                ? text.length()
                : text.offsetByCodePoints(0, characters);
        return whole(end == text.length() ? text : text.substring(0, end) + "…");
    }

    /** With U+FFFD in place of each surrogate that stands alone, as JSON may have it. */
    private static String whole(String text) {
        StringBuilder mended = null;
        for (int i = 0; i < text.length(); i++) {
            if (Character.isHighSurrogate(text.charAt(i))
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(text.charAt(i))) {
                mended = mended == null ? new StringBuilder(text) : mended;
                mended.setCharAt(i, REPLACEMENT);
            }
        }
        return mended == null ? text : mended.toString();
    }
}
