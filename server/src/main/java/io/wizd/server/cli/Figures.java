package io.wizd.server.cli;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Figures as people read them. */
final class Figures {
    private static final String UNKNOWN = "?";
    private static final int MINUTE = 60;
    private static final int HOUR = 60 * MINUTE;

    private Figures() {}

    static String number(@Nullable Long number) {
        return number == null ? UNKNOWN : String.format(Locale.ROOT, "%,d", number);
    }

    static String percent(@Nullable Double share) {
        return share == null ? UNKNOWN : String.format(Locale.ROOT, "%.1f %%", share * 100);
    }

    /** A time to about two digits. */
    static String seconds(@Nullable Double seconds) {
        if (seconds == null) {
            return UNKNOWN;
        } else if (seconds == 0) {
            return "0 s";
        } else if (seconds < MINUTE) {
            return String.format(Locale.ROOT, "%.1f s", seconds);
        } else if (seconds < HOUR) {
            return String.format(Locale.ROOT, "%.1f min", seconds / MINUTE);
        }
        return String.format(Locale.ROOT, "%.1f h", seconds / HOUR);
    }
}
