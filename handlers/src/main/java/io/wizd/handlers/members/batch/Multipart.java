package io.wizd.handlers.members.batch;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import org.apache.commons.fileupload2.core.FileUploadException;
import org.apache.commons.fileupload2.core.MultipartInput;
import org.apache.commons.fileupload2.core.ParameterParser;

/**
 * The one file within multipart/form-data, whatever its field is called. Another file, or a field beside it, is refused
 * instead of passed over: its sender would believe that it counts. One thread.
 */
final class Multipart {
    private static final int BUFFER = 64 * 1024;
    private static final int MAX_PART_HEADERS = 16 * 1024;
    private static final int SHOWN_NAME = 100;
    private static final String DISPOSITION = "content-disposition:";
    private static final String FILE_NAME = "filename";

    private final byte[] boundary;

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

    private static Map<String, String> parameters(String header) {
        ParameterParser parser = new ParameterParser();
        parser.setLowerCaseNames(true);
        return parser.parse(header, ';');
    }

    /**
     * Reads all of it, so that nothing of it is loaded where it is refused.
     *
     * @throws BadFileException where it is not one whole file and nothing else
     */
    void check(InputStream in) throws IOException, BadFileException {
        MultipartInput parts = begun(in);
        String file = "";
        String field = "";
        try {
            do {
                Map<String, String> part = disposition(parts.readHeaders());
                String name = "\"" + Texts.shown(part.getOrDefault("name", ""), SHOWN_NAME) + "\"";
                if (!isFile(part)) {
                    field = name;
                } else if (file.isEmpty()) {
                    file = name;
                } else {
                    throw new BadFileException(
                            "the form has two files, " + file + " and " + name + ": send one at a time; nothing is in");
                }
                parts.discardBodyData();
            } while (parts.readBoundary());
        } catch (FileUploadException e) {
            throw cutOff(e);
        }
        refuseFields(file, field);
    }

    private static void refuseFields(String file, String field) throws BadFileException {
        if (file.isEmpty()) {
            throw new BadFileException("the form has no file, but the field " + field
                    + ": send the members as a file with a name, as curl -F file=@members.csv does");
        }
        if (!field.isEmpty()) {
            throw new BadFileException("beside the file " + file + " the form has the field " + field
                    + ": one file is taken and nothing else; options go into the URL, as in ?on_duplicate=skip;"
                    + " nothing is in");
        }
    }

    /** What the file has within. It was checked. */
    InputStream file(InputStream in) throws IOException, BadFileException {
        MultipartInput parts = begun(in);
        try {
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

    private static Map<String, String> disposition(String headers) {
        for (String line : headers.split("\r?\n(?![ \t])", -1)) {
            if (line.regionMatches(true, 0, DISPOSITION, 0, DISPOSITION.length())) {
                return parameters(line.substring(DISPOSITION.length()));
            }
        }
        return Map.of();
    }

    private static boolean isFile(Map<String, String> disposition) {
        return disposition.containsKey(FILE_NAME) || disposition.containsKey(FILE_NAME + "*");
    }
}
