package io.wizd.handlers.members.batch;

import io.wizd.db.input.BadFileException;
import java.io.BufferedReader;
import java.io.FilterReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.List;

/**
 * Bytes as text, in the charset that their byte order mark says, else their Content-Type, else UTF-8. The mark counts more,
 * because it is in the file: it was written with the text, and in no other charset would a header begin so. Static.
 */
final class TextCharset {
    private static final int BUFFER = 64 * 1024;
    private static final int SHOWN_NAME = 50;

    /** The longer ones first: that of UTF-32 begins as that of UTF-16. */
    private static final List<Mark> MARKS = List.of(
            new Mark(Charset.forName("UTF-32LE"), 0xff, 0xfe, 0, 0),
            new Mark(Charset.forName("UTF-32BE"), 0, 0, 0xfe, 0xff),
            new Mark(StandardCharsets.UTF_8, 0xef, 0xbb, 0xbf),
            new Mark(StandardCharsets.UTF_16LE, 0xff, 0xfe),
            new Mark(StandardCharsets.UTF_16BE, 0xfe, 0xff));

    private record Mark(Charset charset, int... bytes) {}

    private TextCharset() {}

    /**
     * The charset that a Content-Type names.
     *
     * @param ifNone where it names none
     * @throws BadFileException if it names one that Java does not know
     */
    static Charset named(String contentType, Charset ifNone) throws BadFileException {
        String name = Multipart.parameters(contentType).get("charset");
        try {
            return name == null || name.isEmpty() ? ifNone : Charset.forName(name);
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            throw new BadFileException(
                    "the charset " + PlainText.shown(name, SHOWN_NAME) + " is not known here: send the file in UTF-8",
                    e);
        }
    }

    /**
     * The text. Bytes that are none in its charset become U+FFFD, so that they spoil their own row alone.
     *
     * @param in supports marks
     * @param declared where there is no byte order mark
     */
    static BufferedReader reader(InputStream in, Charset declared) throws IOException {
        Charset charset = declared;
        for (Mark mark : MARKS) {
            if (Content.startsWith(in, mark.bytes())) {
                in.skipNBytes(mark.bytes().length);
                charset = mark.charset();
                break;
            }
        }
        Reader decoded = new InputStreamReader(
                charset.name().startsWith("UTF-16") ? new WholePairs(in) : in,
                charset.newDecoder()
                        .onMalformedInput(CodingErrorAction.REPLACE)
                        .onUnmappableCharacter(CodingErrorAction.REPLACE));
        return new BufferedReader(new OnceReader(decoded), BUFFER);
    }

    /**
     * Is never ready, so that a buffer reads once where it is to read: it would go on as long as it can, meet a fault, and
     * lose the good rows that it read before.
     */
    private static final class OnceReader extends FilterReader {
        OnceReader(Reader in) {
            super(in);
        }

        @Override
        public boolean ready() {
            return false;
        }
    }
}
