package io.wizd.db.load;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Strict UTF-8: what is not UTF-8 is refused, never replaced by question marks. */
final class Utf8 {

    private static final int BUFFER_BYTES = 64 * 1024;

    private Utf8() {}

    /** A reader that throws {@link java.nio.charset.CharacterCodingException} at the first byte that is not UTF-8. */
    static Reader reader(InputStream stream, int skipBytes) throws IOException {
        stream.skipNBytes(skipBytes);
        return new InputStreamReader(stream, strictDecoder());
    }

    /** The error for an input that turned out not to be UTF-8: reads it again to say where. */
    static LoadException notUtf8(InputFile input) throws IOException {
        try (InputStream stream = new BufferedInputStream(input.stream(), BUFFER_BYTES)) {
            CharsetDecoder decoder = strictDecoder();
            ByteBuffer bytes = ByteBuffer.allocate(BUFFER_BYTES);
            CharBuffer chars = CharBuffer.allocate(BUFFER_BYTES);
            long line = 1;
            long consumedBytes = 0;
            while (true) {
                int got = stream.read(bytes.array(), bytes.position(), bytes.remaining());
                bytes.position(bytes.position() + Math.max(got, 0)).flip();
                CoderResult result = decoder.decode(bytes, chars, got < 0);
                consumedBytes += bytes.position();
                line += lineFeeds(bytes);
                if (result.isError() || got < 0) {
                    return error(input, line, consumedBytes + 1);
                }
                bytes.compact();
                chars.clear();
            }
        }
    }

    /** Whether the text holds half of a surrogate pair, which no UTF-8 can express. */
    static boolean hasLoneSurrogate(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                boolean paired = Character.isHighSurrogate(c)
                        && i + 1 < text.length()
                        && Character.isLowSurrogate(text.charAt(i + 1));
                if (!paired) {
                    return true;
                }
                i++;
            }
        }
        return false;
    }

    /** How many bytes the text takes in UTF-8. */
    static long lengthBytes(String text) {
        long bytes = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            // Each half of a surrogate pair counts 2 of its 4 bytes.
            bytes += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
        }
        return bytes;
    }

    private static CharsetDecoder strictDecoder() {
        return StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
    }

    private static long lineFeeds(ByteBuffer bytes) {
        long lineFeeds = 0;
        for (int i = 0; i < bytes.position(); i++) {
            if (bytes.get(i) == '\n') {
                lineFeeds++;
            }
        }
        return lineFeeds;
    }

    private static LoadException error(InputFile input, long line, long byteNumber) {
        return new LoadException(
                ExitStatus.DATA,
                input.name() + ":" + line + ": byte " + Shown.count(byteNumber)
                        + " of the file is not UTF-8; nothing was"
                        + " loaded. Convert it first, for example: iconv -f WINDOWS-1252 -t UTF-8");
    }
}
