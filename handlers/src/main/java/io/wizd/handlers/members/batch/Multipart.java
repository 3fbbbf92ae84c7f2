package io.wizd.handlers.members.batch;

import io.wizd.db.input.BadFileException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.commons.fileupload2.core.FileUploadException;
import org.apache.commons.fileupload2.core.MultipartInput;
import org.apache.commons.fileupload2.core.ParameterParser;

/**
 * The one file within multipart/form-data, whatever its field is called. Another file, or a field beside it, is refused
 * instead of passed over: its sender would believe that it counts. The input of a file that nobody chose is none. One thread.
 */
final class Multipart {
    private static final int BUFFER = 64 * 1024;
    private static final int MAX_PART_HEADERS = 16 * 1024;
    private static final int SHOWN_NAME = 100;
    private static final String FILE_NAME = "filename";
    private static final Set<String> PLAIN_ENCODINGS = Set.of("", "7bit", "8bit", "binary");

    private final byte[] boundary;

    /**
     * Where the file is.
     *
     * @param place of its part, from 0
     * @param contentType of its part, empty for none
     */
    record FilePart(int place, String contentType) {}

    Multipart(String contentType) throws BadFileException {
        String text = parameters(contentType).getOrDefault("boundary", "");
        if (text.isEmpty() || text.length() > 70) {
            throw new BadFileException("the Content-Type has no boundary that multipart could have");
        }
        this.boundary = text.getBytes(StandardCharsets.ISO_8859_1);
    }

    static boolean isIn(String contentType) {
        return contentType.strip().toLowerCase(Locale.ROOT).startsWith("multipart/");
    }

    /** Those of a header field, by their names in small letters. */
    static Map<String, String> parameters(String header) {
        ParameterParser parser = new ParameterParser();
        parser.setLowerCaseNames(true);
        return parser.parse(header, ';');
    }

    /**
     * Reads all of it, so that nothing of it is loaded where it is refused.
     *
     * @return the file
     * @throws BadFileException if it is not one whole file and nothing else
     */
    FilePart check(InputStream in) throws IOException, BadFileException {
        MultipartInput parts = begun(in);
        FilePart file = null;
        String fileName = "";
        String field = "";
        int place = 0;
        try {
            do {
                String headers = parts.readHeaders();
                Map<String, String> part = parameters(header(headers, "content-disposition"));
                String name = "\"" + PlainText.shown(part.getOrDefault("name", ""), SHOWN_NAME) + "\"";
                refuseEncoding(header(headers, "content-transfer-encoding"), name);
                long bytes = parts.discardBodyData();
                if (!isFile(part)) {
                    field = name;
                } else if (file == null && !isNotChosen(part, bytes)) {
                    file = new FilePart(place, header(headers, "content-type"));
                    fileName = name;
                } else if (!isNotChosen(part, bytes)) {
                    throw new BadFileException(
                            "the form has two files, " + fileName + " and " + name + ": send one at a time");
                }
                place++;
            } while (parts.readBoundary());
        } catch (FileUploadException e) {
            throw cutOff(e);
        }
        refuseFields(fileName, field);
        if (file == null) {
            throw new BadFileException("the form has no file: none was chosen");
        }
        return file;
    }

    private static void refuseFields(String file, String field) throws BadFileException {
        if (!field.isEmpty() && file.isEmpty()) {
            throw new BadFileException("the form has no file, but the field " + field
                    + ": send the members as a file with a name, as curl -F file=@members.csv does");
        }
        if (!field.isEmpty()) {
            throw new BadFileException("beside the file " + file + " the form has the field " + field
                    + ": one file is taken and nothing else; options go into the URL, as in ?on_duplicate=skip");
        }
    }

    /** Mail encodes parts, forms do not (RFC 7578, 4.7), so nothing here decodes them. */
    private static void refuseEncoding(String encoding, String name) throws BadFileException {
        if (!PLAIN_ENCODINGS.contains(encoding.toLowerCase(Locale.ROOT))) {
            throw new BadFileException("the part " + name + " of the form has the Content-Transfer-Encoding "
                    + PlainText.shown(encoding, SHOWN_NAME) + ", which is not decoded: send the file as it is");
        }
    }

    /** What the file has within. */
    InputStream content(FilePart file, InputStream in) throws IOException, BadFileException {
        MultipartInput parts = begun(in);
        try {
            for (int i = 0; i < file.place(); i++) {
                parts.readHeaders();
                parts.discardBodyData();
                parts.readBoundary();
            }
            parts.readHeaders();
            return parts.newInputStream();
        } catch (FileUploadException e) {
            throw cutOff(e);
        }
    }

    private MultipartInput begun(InputStream in) throws IOException, BadFileException {
        try {
            MultipartInput parts = MultipartInput.builder()
                    .setInputStream(in)
                    .setBufferSize(BUFFER)
                    .setBoundary(boundary)
                    .setMaxPartHeaderSize(MAX_PART_HEADERS)
                    .get();
            if (parts.skipPreamble()) {
                return parts;
            }
        } catch (FileUploadException e) {
            throw cutOff(e);
        }
        throw new BadFileException(
                "the multipart/form-data has no file: the boundary of its Content-Type does not occur, or the upload was cut off");
    }

    private static BadFileException cutOff(FileUploadException e) {
        return new BadFileException(
                "the upload was cut off: its multipart/form-data does not end with its boundary; send it again", e);
    }

    /** The value of one header field of a part; empty for none. */
    private static String header(String headers, String name) {
        for (String line : headers.split("\r?\n(?![ \t])", -1)) {
            int colon = line.indexOf(':');
            if (colon == name.length() && line.regionMatches(true, 0, name, 0, colon)) {
                return line.substring(colon + 1).strip();
            }
        }
        return "";
    }

    /** As a browser sends the input of a file that nobody chose. */
    private static boolean isNotChosen(Map<String, String> disposition, long bytes) {
        String name = disposition.get(FILE_NAME);
        return bytes == 0 && (name == null || name.isEmpty()) && !disposition.containsKey(FILE_NAME + "*");
    }

    private static boolean isFile(Map<String, String> disposition) {
        return disposition.containsKey(FILE_NAME) || disposition.containsKey(FILE_NAME + "*");
    }
}
