package io.wizd.handlers.members.batch;

import io.wizd.db.input.BadFileException;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Locale;

/** The text within what was sent: out of multipart/form-data, gzip (around it, or within) and its charset. Static. */
final class Content {
    private static final int BUFFER = 64 * 1024;

    private Content() {}

    /**
     * Opens the text. Bytes that are not text in its charset become U+FFFD, so that they spoil their own row alone.
     *
     * @param in closed by the caller
     */
    static BufferedReader open(InputStream in, MemberFile file, FileLimits limits)
            throws IOException, BadFileException {
        InputStream body = decoded(in, file, limits);
        Charset charset = TextCharset.named(file.contentType(), StandardCharsets.UTF_8);
        if (Multipart.isIn(file.contentType())) {
            Multipart form = new Multipart(file.contentType());
            Multipart.FilePart part;
            try (InputStream again = Files.newInputStream(file.path())) {
                part = form.check(decoded(again, file, limits));
            }
            charset = TextCharset.named(part.contentType(), charset);
            body = new BufferedInputStream(form.content(part, body), BUFFER);
        }
        if (startsWith(body, 0x1f, 0x8b)) {
            body = new BufferedInputStream(Gunzip.of(body, limits), BUFFER);
        }
        refuseWhatIsNoText(body);
        return TextCharset.reader(body, charset);
    }

    /** Files that people send for CSV. */
    private static void refuseWhatIsNoText(InputStream in) throws IOException, BadFileException {
        if (startsWith(in, 'P', 'K', 3, 4)) {
            throw new BadFileException("the file is an Excel or ZIP file: save it as CSV, or unpack it, and send that");
        }
        if (startsWith(in, 0xd0, 0xcf, 0x11, 0xe0)) {
            throw new BadFileException("the file is an old Excel file: save it as CSV, and send that");
        }
        if (startsWith(in, '%', 'P', 'D', 'F', '-')) {
            throw new BadFileException("the file is a PDF: a file of members is CSV or JSON");
        }
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

    /** Whether it begins with these bytes, which are read again thereafter. */
    static boolean startsWith(InputStream in, int... bytes) throws IOException {
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
