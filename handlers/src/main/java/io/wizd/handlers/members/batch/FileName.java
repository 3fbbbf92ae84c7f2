package io.wizd.handlers.members.batch;

import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What people call a file: as its sender says, or as a form does that it is in. No path is ever made of it. Static. */
final class FileName {
    private static final int LONGEST = 255;

    /** In which the first file of a form begins, mostly. */
    private static final int HEAD_BYTES = 64 * 1024;

    private static final Pattern DISPOSITION = Pattern.compile("(?im)^content-disposition:([^\\r\\n]*)");
    private static final Pattern NAME =
            Pattern.compile("(?i);\\s*filename\\s*=\\s*(?:\"((?:[^\"\\\\]|\\\\.)*)\"|([^;\\s]+))");
    private static final Pattern ENCODED_NAME = Pattern.compile("(?i);\\s*filename\\*\\s*=\\s*UTF-8'[^']*'([^;\\s]+)");

    private FileName() {}

    /** The name; empty if nobody says one. */
    static String of(MemberFile file, FileLimits limits) {
        if (!file.name().isBlank()) {
            return cleaned(file.name());
        }
        if (!file.contentType().strip().toLowerCase(Locale.ROOT).startsWith("multipart/")) {
            return "";
        }
        try (InputStream raw = Files.newInputStream(file.path())) {
            boolean isPacked = file.contentEncoding().toLowerCase(Locale.ROOT).contains("gzip");
            InputStream form = isPacked ? Gunzip.of(raw, limits) : raw;
            return cleaned(ofForm(new String(form.readNBytes(HEAD_BYTES), StandardCharsets.UTF_8)));
        } catch (IOException e) {
            // What is wrong with the file is told by the job.
            return "";
        }
    }

    private static String ofForm(String head) {
        Matcher parts = DISPOSITION.matcher(head);
        while (parts.find()) {
            String header = parts.group(1);
            Matcher encoded = ENCODED_NAME.matcher(header);
            if (encoded.find()) {
                return decoded(encoded.group(1));
            }
            Matcher name = NAME.matcher(header);
            if (name.find()) {
                String found = name.group(1) == null ? name.group(2) : name.group(1);
                if (!found.isEmpty()) {
                    return found;
                }
            }
        }
        return "";
    }

    private static String decoded(String percentEncoded) {
        try {
            return URLDecoder.decode(percentEncoded.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return percentEncoded;
        }
    }

    /** Without the folders, and without what steers a terminal or is half a character. */
    static String cleaned(String name) {
        String last = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
        String text =
                last.replaceAll("[\\p{Cc}\\p{Cf}\\p{Cs}\\u2028\\u2029]", "").strip();
        return text.codePointCount(0, text.length()) <= LONGEST
                ? text
                : text.substring(0, text.offsetByCodePoints(0, LONGEST));
    }
}
