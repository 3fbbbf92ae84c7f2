package io.wizd.client.cli;

import io.wizd.protocol.Json;
import io.wizd.protocol.Printable;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Figures and foreign text as people read them. */
final class Texts {
    private static final int MAX_CHARS = 200;
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);

    private Texts() {}

    /** {@code 1,000,000}. */
    static String count(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    /** {@code 3 rows}, {@code 1 row}. */
    static String count(long count, String noun) {
        return count(count) + " " + noun + (count == 1 ? "" : "s");
    }

    /** {@code 61.4 MB}. */
    static String bytes(long bytes) {
        if (bytes < 10_000) {
            return count(bytes) + " bytes";
        }
        return bytes < 1_000_000
                ? String.format(Locale.ROOT, "%.1f kB", bytes / 1e3)
                : String.format(Locale.ROOT, "%,.1f MB", bytes / 1e6);
    }

    /** {@code 2026-11-28 19:22}, here, of a time in ISO 8601; nothing if there is none, or it is in no such form. */
    static String time(@Nullable String iso) {
        try {
            return iso == null ? "" : CLOCK.format(LocalDateTime.ofInstant(Instant.parse(iso), ZoneId.systemDefault()));
        } catch (DateTimeException e) {
            return "";
        }
    }

    /** {@code 0.4 s}, {@code 12 s}, {@code 3 min 5 s}, {@code 2 h 10 min}. */
    static String duration(long ms) {
        if (ms < 10_000) {
            return String.format(Locale.ROOT, "%.1f s", ms / 1e3);
        }
        long seconds = Math.round(ms / 1e3);
        if (seconds < 60) {
            return seconds + " s";
        }
        return seconds < 3_600
                ? seconds / 60 + " min " + seconds % 60 + " s"
                : seconds / 3_600 + " h " + seconds / 60 % 60 + " min";
    }

    /** Text from a file or a server on one line: it cannot steer the terminal, nor fill it. */
    static String printable(String text) {
        String shortened = text.length() <= MAX_CHARS ? text : text.substring(0, MAX_CHARS) + "…";
        return Printable.of(shortened);
    }

    /** JSON of a server on one line: the same JSON, but it cannot steer the terminal. */
    static String printable(Json json) {
        // A string holds no raw line break and no tab, so these are all between tokens.
        return Printable.of(
                json.toString().replace('\n', ' ').replace('\r', ' ').replace('\t', ' '));
    }
}
