package io.wizd.protocol;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Checks of a JSON text that Jackson leaves to its user: well-formed UTF-8 also where a string is skipped, and no lone
 * surrogate written as an escape, which neither UTF-8 nor MySQL can hold.
 */
final class JsonText {
    private JsonText() {}

    /**
     * One pass over the bytes; the slow checks run only if there is something to check.
     *
     * @throws WizdException {@code NOT_JSON} for bytes that are not UTF-8, {@code BAD_VALUE} for a lone surrogate
     */
    static void check(byte[] text, int offset, int length) {
        int end = offset + length;
        int highBits = 0;
        boolean escapes = false;
        for (int i = offset; i < end; i++) {
            byte b = text[i];
            highBits |= b;
            escapes |= b == '\\';
        }
        if (highBits < 0) {
            checkUtf8(text, offset, length);
        }
        if (escapes) {
            checkSurrogates(text, offset, end);
        }
    }

    private static void checkUtf8(byte[] text, int offset, int length) {
        try {
            // A new decoder reports what is malformed: overlong forms and encoded surrogates too.
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(text, offset, length));
        } catch (CharacterCodingException e) {
            throw new WizdException(Fault.of(ErrorCode.NOT_JSON, "the text is not valid UTF-8"), e);
        }
    }

    /** A backslash stands only inside strings of a valid text, so no parsing is needed to find the escapes. */
    private static void checkSurrogates(byte[] text, int offset, int end) {
        int i = offset;
        while (i < end - 1) {
            if (text[i] != '\\') {
                i++;
                continue;
            }
            int unit = escapedUnit(text, i, end);
            if (unit < 0) {
                i += 2;
                continue;
            }
            i += 6;
            if (Character.isHighSurrogate((char) unit)) {
                int low = i < end && text[i] == '\\' ? escapedUnit(text, i, end) : -1;
                if (low < 0 || !Character.isLowSurrogate((char) low)) {
                    throw loneSurrogate(unit);
                }
                i += 6;
            } else if (Character.isLowSurrogate((char) unit)) {
                throw loneSurrogate(unit);
            }
        }
    }

    /** The code unit of an escape of the form backslash, u, four hex digits at {@code i}, or -1 for any other escape. */
    private static int escapedUnit(byte[] text, int i, int end) {
        if (i + 6 > end || text[i + 1] != 'u') {
            return -1;
        }
        int unit = 0;
        for (int j = i + 2; j < i + 6; j++) {
            int digit = Character.digit(text[j], 16);
            if (digit < 0) {
                return -1;
            }
            unit = unit << 4 | digit;
        }
        return unit;
    }

    private static WizdException loneSurrogate(int unit) {
        return WizdException.of(ErrorCode.BAD_VALUE, String.format("a string holds the lone surrogate U+%04X", unit));
    }
}
