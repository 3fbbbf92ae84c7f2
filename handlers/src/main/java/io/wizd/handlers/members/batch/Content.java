package io.wizd.handlers.members.batch;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.commons.fileupload2.core.FileUploadSizeException;
import org.apache.commons.fileupload2.core.MultipartInput;
import org.apache.commons.fileupload2.core.ParameterParser;

/** The text within what was sent: out of multipart/form-data, gzip (around it, or within) and its charset. Static. */
final class Content {
    private static final int BUFFER = 64 * 1024;
    private static final int MAX_PART_HEADERS = 16 * 1024;

    private static final Pattern FILE_PART = Pattern.compile("(?im)^content-disposition:[^\\n]*;\\s*filename\\*?\\s*=");

    private Content() {}

    /**
     * Opens the text. Bytes that are no text in its charset become U+FFFD, so that they spoil their own row alone.
     *
     * @param in closed by the caller
     */
    static BufferedReader open(InputStream in, MemberFile file, FileLimits limits)
            throws IOException, BadFileException {
        InputStream body = new BufferedInputStream(in, BUFFER);
        switch (file.contentEncoding().strip().toLowerCase(Locale.ROOT)) {
            case "", "identity" -> {}
            case "gzip", "x-gzip" -> body = new BufferedInputStream(Gunzip.of(body, limits), BUFFER);
            default -> throw new BadFileException("the Content-Encoding is unknown; gzip is taken");
        }
        if (file.contentType().strip().toLowerCase(Locale.ROOT).startsWith("multipart/")) {
            body = new BufferedInputStream(part(body, file.contentType()), BUFFER);
        }
        if (startsWith(body, 0x1f, 0x8b)) {
            body = new BufferedInputStream(Gunzip.of(body, limits), BUFFER);
        }
        return text(body);
    }

    /** The first part that is a file, whatever its name. */
    private static InputStream part(InputStream in, String contentType) throws IOException, BadFileException {
        ParameterParser parser = new ParameterParser();
        parser.setLowerCaseNames(true);
        Map<String, String> parameters = parser.parse(contentType, ';');
        String boundary = parameters.get("boundary");
        if (boundary == null || boundary.isEmpty() || boundary.length() > 70) {
            throw new BadFileException("the Content-Type has no boundary that multipart could have");
        }
        try {
            MultipartInput parts = MultipartInput.builder()
                    .setInputStream(in)
                    .setBufferSize(BUFFER)
                    .setBoundary(boundary.getBytes(StandardCharsets.ISO_8859_1))
                    .setMaxPartHeaderSize(MAX_PART_HEADERS)
                    .get();
            for (boolean more = parts.skipPreamble(); more; more = parts.readBoundary()) {
                if (FILE_PART.matcher(parts.readHeaders()).find()) {
                    return parts.newInputStream();
                }
                parts.discardBodyData();
            }
        } catch (MultipartInput.MalformedStreamException | FileUploadSizeException | IllegalArgumentException e) {
            throw new BadFileException("the file is not multipart/form-data, or cut off: " + e.getMessage(), e);
        }
        throw new BadFileException("the multipart/form-data has no file");
    }

    private static BufferedReader text(InputStream in) throws IOException {
        Charset charset = StandardCharsets.UTF_8;
        int skip = 0;
        if (startsWith(in, 0xef, 0xbb, 0xbf)) {
            skip = 3;
        } else if (startsWith(in, 0xff, 0xfe)) {
            charset = StandardCharsets.UTF_16LE;
            skip = 2;
        } else if (startsWith(in, 0xfe, 0xff)) {
            charset = StandardCharsets.UTF_16BE;
            skip = 2;
        }
        in.skipNBytes(skip);
        return new BufferedReader(
                new InputStreamReader(
                        in,
                        charset.newDecoder()
                                .onMalformedInput(CodingErrorAction.REPLACE)
                                .onUnmappableCharacter(CodingErrorAction.REPLACE)),
                BUFFER);
    }

    private static boolean startsWith(InputStream in, int... bytes) throws IOException {
        in.mark(bytes.length);
        try {
            for (int b : bytes) {
                if (in.read() != b) {
                    return false;
                }
            }
            return true;
        } finally {
            in.reset();
        }
    }
}
