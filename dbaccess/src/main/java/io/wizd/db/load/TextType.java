package io.wizd.db.load;

import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.StandardCharsets;

/** CHAR, VARCHAR and the TEXT family. */
final class TextType implements ColumnType {

    /** What {@link #maxLength} counts: CHAR and VARCHAR count characters, TEXT counts bytes. */
    enum Unit {
        CHARACTERS,
        /** CHAR: spaces fill it up, so those at the end of a value are lost. */
        PADDED_CHARACTERS,
        BYTES
    }

    private final long maxLength;
    private final Unit unit;
    private final String charset;

    /** @param charset as the database names it, for example utf8mb4 */
    TextType(long maxLength, Unit unit, String charset) {
        this.maxLength = maxLength;
        this.unit = unit;
        this.charset = charset;
    }

    @Override
    public Object convert(Cell cell) throws BadValueException {
        String text = cell.text();
        if (Utf8.hasLoneSurrogate(text)) {
            throw new BadValueException("is not valid Unicode (half of a surrogate pair)");
        }
        long length = length(text);
        if (length > maxLength) {
            String name = unit == Unit.BYTES ? " bytes" : " characters";
            throw new BadValueException(
                    "is longer than " + Shown.count(maxLength) + name + " (" + Shown.count(length) + ")");
        }
        if (unit == Unit.PADDED_CHARACTERS && text.endsWith(" ")) {
            throw new BadValueException("ends with a space, which a CHAR does not keep");
        }
        checkCharset(text);
        return text;
    }

    @Override
    public boolean holdsText() {
        return true;
    }

    private long length(String text) {
        // Most texts are far below the limit however one counts.
        if (text.length() * 3L <= maxLength) {
            return text.length();
        }
        return unit == Unit.BYTES && charset.startsWith("utf8")
                ? Utf8.lengthBytes(text)
                : text.codePointCount(0, text.length());
    }

    private void checkCharset(String text) throws BadValueException {
        boolean fits = switch (charset) {
            case "utf8", "utf8mb3" -> text.codePoints().allMatch(Character::isBmpCodePoint);
            case "ascii" -> encodes(StandardCharsets.US_ASCII, text);
            case "latin1" -> encodes(Charset.forName("windows-1252"), text);
            // utf8mb4 holds everything; of the rare rest the database itself knows more.
            default -> true;
        };
        if (!fits) {
            throw new BadValueException("holds characters that the column's character set (" + charset + ") has not");
        }
    }

    private static boolean encodes(Charset javaCharset, String text) {
        CharsetEncoder encoder = javaCharset.newEncoder();
        return encoder.canEncode(text);
    }
}
