package io.wizd.server.http.wire;

import io.wizd.protocol.ErrorCode;
import io.wizd.protocol.Fault;
import io.wizd.protocol.WizdException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Percent-encoding of UTF-8 (RFC 3986, 2.1). Static, any thread. */
public final class Percent {
    private static final String UNRESERVED = "-._~";
    private static final char[] HEX = "0123456789ABCDEF".toCharArray();

    private Percent() {}

    /**
     * The text that a part of a path stands for; a plus sign is itself.
     *
     * @throws WizdException {@code BAD_REQUEST} if a percent sign is not followed by two hexadecimal digits, or the
     *     bytes are not UTF-8
     */
    public static String decoded(String text) {
        int first = text.indexOf('%');
        if (first < 0) {
            return text;
        }
        byte[] bytes = new byte[text.length()];
        int length = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '%') {
                bytes[length++] = octet(text, i);
                i += 2;
            } else {
                bytes[length++] = (byte) c;
            }
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, 0, length))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new WizdException(
                    Fault.of(ErrorCode.BAD_REQUEST, "the percent-encoded bytes are not UTF-8: " + text), e);
        }
    }

    private static byte octet(String text, int percent) {
        if (percent + 2 < text.length()) {
            int high = Character.digit(text.charAt(percent + 1), 16);
            int low = Character.digit(text.charAt(percent + 2), 16);
            if (high >= 0 && low >= 0) {
                return (byte) (high << 4 | low);
            }
        }
        throw WizdException.of(ErrorCode.BAD_REQUEST, "% must be followed by two hexadecimal digits: " + text);
    }

    /** The text as it may stand in one segment of a path, or in a query. Dot segments would be resolved by clients. */
    public static String encoded(String text) {
        if (text.equals(".") || text.equals("..")) {
            return text.replace(".", "%2E");
        }
        StringBuilder encoded = new StringBuilder(text.length() + 16);
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xFF);
            boolean plain =
                    c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || UNRESERVED.indexOf(c) >= 0;
            if (plain) {
                encoded.append(c);
            } else {
                append(b, encoded);
            }
        }
        return encoded.toString();
    }

    /** Appends a byte, encoded whatever it is. */
    public static void append(byte b, StringBuilder encoded) {
        encoded.append('%').append(HEX[(b >> 4) & 15]).append(HEX[b & 15]);
    }
}
