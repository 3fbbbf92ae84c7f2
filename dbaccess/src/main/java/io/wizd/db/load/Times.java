package io.wizd.db.load;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Dates and times as ISO 8601 or SQL writes them: {@code 2024-01-31}, {@code 2024-01-31T10:00:00.5+02:00}, {@code 2024-01-31 10:00}. */
final class Times {

    private static final Pattern DATE_TIME = Pattern.compile("([0-9]{4})-([0-9]{2})-([0-9]{2})"
            + "(?:[T ]([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:[.,]([0-9]{1,9}))?)? ?(Z|[+-][0-9]{2}(?::?[0-9]{2})?)?)?");

    private Times() {}

    /** The moment in UTC where the text has an offset, else as it stands; a date alone is its midnight. */
    static LocalDateTime parse(Cell cell, String expected) throws BadValueException {
        Matcher parts = DATE_TIME.matcher(cell.text().strip());
        boolean mayBe = cell instanceof Cell.Field || cell instanceof Cell.Str;
        if (!mayBe || !parts.matches()) {
            throw new BadValueException("is " + expected);
        }
        try {
            LocalDateTime local = LocalDateTime.of(
                    number(parts, 1),
                    number(parts, 2),
                    number(parts, 3),
                    number(parts, 4),
                    number(parts, 5),
                    number(parts, 6),
                    nanos(parts.group(7)));
            ZoneOffset offset = parts.group(8) == null ? ZoneOffset.UTC : ZoneOffset.of(parts.group(8));
            LocalDateTime utc = local.minusSeconds(offset.getTotalSeconds());
            if (utc.getYear() < 1 || utc.getYear() > 9999) {
                throw new BadValueException("is not within the years 1 to 9999");
            }
            return utc;
        } catch (DateTimeException e) {
            throw new BadValueException("does not exist in the calendar");
        }
    }

    /** Refuses a fraction of a second that the column would cut off. */
    static void checkFraction(int nanos, int columnDigits) throws BadValueException {
        int unit = (int) Math.pow(10, 9 - columnDigits);
        if (nanos % unit != 0) {
            throw new BadValueException("has more than " + columnDigits + " digits of a second");
        }
    }

    /** {@code 10:00:00} or {@code 10:00:00.500000}. */
    static String sql(LocalTime time) {
        String seconds =
                twoDigits(time.getHour()) + ":" + twoDigits(time.getMinute()) + ":" + twoDigits(time.getSecond());
        return time.getNano() == 0 ? seconds : seconds + "." + padded(time.getNano() / 1000, 6);
    }

    /** Nanoseconds of what stands after the point. */
    static int nanos(@Nullable String fraction) {
        return fraction == null ? 0 : Integer.parseInt((fraction + "000000000").substring(0, 9));
    }

    private static int number(Matcher parts, int group) {
        String digits = parts.group(group);
        return digits == null ? 0 : Integer.parseInt(digits);
    }

    private static String twoDigits(int number) {
        return padded(number, 2);
    }

    private static String padded(int number, int width) {
        String digits = Integer.toString(number);
        return "0".repeat(width - digits.length()) + digits;
    }
}
