package io.wizd.db.load;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.wizd.db.input.CsvText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;

/**
 * How an input is written down, found by looking at its first 64 KiB.
 *
 * @param separator between the fields of CSV
 * @param skipBytes length of what is before the header: the byte order mark, and a line that says the separator
 * @param firstLine the number of the line behind that
 */
record InputLayout(Format format, char separator, int skipBytes, int firstLine) {

    private static final int HEAD_BYTES = 64 * 1024;
    private static final String UTF_8_MARK = "\u00ef\u00bb\u00bf";

    static InputLayout of(InputFile input, Optional<Format> wanted) throws LoadException, IOException {
        // One char a byte: all that matters here is ASCII.
        String head = head(input);
        refuseOtherFiles(input, head);
        int skipBytes = head.startsWith(UTF_8_MARK) ? UTF_8_MARK.length() : 0;
        Matcher told = CsvText.SEPARATOR_LINE.matcher(head).region(skipBytes, head.length());
        boolean isTold = told.lookingAt();
        int begin = isTold ? told.end() : skipBytes;
        String text = head.substring(begin);
        if (text.isBlank()) {
            throw new LoadException(ExitStatus.DATA, input.name() + " is empty: no rows, no header");
        }
        char separator = isTold ? told.group(1).charAt(0) : separatorOf(text);
        return new InputLayout(wanted.orElseGet(() -> formatOf(text)), separator, begin, isTold ? 2 : 1);
    }

    private static String head(InputFile input) throws IOException {
        try (InputStream stream = input.stream()) {
            return new String(stream.readNBytes(HEAD_BYTES), StandardCharsets.ISO_8859_1);
        }
    }

    private static void refuseOtherFiles(InputFile input, String head) throws LoadException {
        String kind;
        if (head.startsWith("\u00fe\u00ff") || head.startsWith("\u00ff\u00fe")) {
            kind = "is UTF-16, and load reads UTF-8: iconv -f UTF-16 -t UTF-8 FILE | bin/load - TABLE";
        } else if (head.startsWith("\u001f\u008b")) {
            kind = "is compressed: zcat FILE | bin/load - TABLE";
        } else if (head.startsWith("PK\u0003\u0004")) {
            kind = "is a zip file or a spreadsheet: unpack it, or save the sheet as CSV (UTF-8)";
        } else {
            return;
        }
        throw new LoadException(ExitStatus.DATA, input.name() + " " + kind);
    }

    private static Format formatOf(String text) {
        String content = text.stripLeading();
        return switch (content.charAt(0)) {
            case '[' -> Format.JSON;
            case '{' -> oneObjectALine(content) ? Format.NDJSON : Format.JSON;
            default -> Format.CSV;
        };
    }

    /** Two lines that both begin with a brace are not pretty-printed object, even where one of them is broken. */
    private static boolean oneObjectALine(String content) {
        int lineEnd = content.indexOf('\n');
        if (lineEnd < 0) {
            return false;
        }
        return isObject(content.substring(0, lineEnd))
                || content.substring(lineEnd).stripLeading().startsWith("{");
    }

    private static boolean isObject(String line) {
        try (JsonParser parser = new JsonFactory().createParser(line)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return false;
            }
            parser.skipChildren();
            return parser.nextToken() == null;
        } catch (IOException e) {
            return false;
        }
    }

    /** The separator that the header line has most of, outside of quotes. */
    private static char separatorOf(String text) {
        char best = ',';
        for (char candidate : List.of(',', ';', '\t')) {
            if (countInHeader(text, candidate) > countInHeader(text, best)) {
                best = candidate;
            }
        }
        return best;
    }

    private static int countInHeader(String text, char separator) {
        int count = 0;
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (!quoted && (c == '\n' || c == '\r')) {
                break;
            } else if (!quoted && c == separator) {
                count++;
            }
        }
        return count;
    }
}
