package io.wizd.handlers.members.batch;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Locale;

/** The text within what was sent: out of multipart/form-data, gzip (around it, or within) and its charset. Static. */
final class Content {
    private static final int BUFFER = 64 * 1024;

    private Content() {}

    /**
     * Opens the text. Bytes that are no text in its charset become U+FFFD, so that they spoil their own row alone.
     *
     * @param in closed by the caller
     */
    static BufferedReader open(InputStream in, MemberFile file, FileLimits limits)
            throws IOException, BadFileException {
        InputStream body = decoded(in, file, limits);
        if (Multipart.isIn(file.contentType())) {
            Multipart parts = new Multipart(file.contentType());
            try (InputStream again = Files.newInputStream(file.path())) {
                parts.check(decoded(again, file, limits));
            }
            body = new BufferedInputStream(parts.file(body), BUFFER);
        }
        if (startsWith(body, 0x1f, 0x8b)) {
            body = new BufferedInputStream(Gunzip.of(body, limits), BUFFER);
        }
        return text(body);
    }

    private static InputStream decoded(InputStream in, MemberFile file, FileLimits limits)
            throws IOException, BadFileException {
        InputStream body = new BufferedInputStream(in, BUFFER);
        return switch (file.contentEncoding().strip().toLowerCase(Locale.ROOT)) {
            case "", "identity" -> body;
            case "gzip", "x-gzip" -> new BufferedInputStream(Gunzip.of(body, limits), BUFFER);
            default -> throw new BadFileException("the Content-Encoding is unknown; gzip is taken");
        };
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
