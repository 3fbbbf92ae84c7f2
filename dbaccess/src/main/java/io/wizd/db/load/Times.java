package io.wizd.db.load;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Columns of dates and times, written as ISO 8601 or SQL writes them: {@code 2024-01-31}, {@code 2024-01-31T10:00:00.5+02:00}, {@code
 * 2024-01-31 10:00}. The connection's time zone is UTC, so a TIMESTAMP without an offset is UTC too.
 */
final class Times {

    private static final LocalDateTime FIRST_DATE_TIME = LocalDateTime.of(1, 1, 1, 0, 0);
    private static final LocalDateTime LAST_DATE_TIME = LocalDateTime.of(9999, 12, 31, 23, 59, 59);
    private static final LocalDateTime FIRST_TIMESTAMP = LocalDateTime.of(1970, 1, 1, 0, 0, 1);

    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");
    private static final DateTimeFormatter MICROSECONDS = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS");

    private static final Pattern DATE_TIME = Pattern.compile("([0-9]{4})-([0-9]{2})-([0-9]{2})"
            + "(?:[T ]([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:[.,]([0-9]{1,9}))?)? ?(Z|[+-][0-9]{2}(?::?[0-9]{2})?)?)?");

    private static final Pattern TIME =
            Pattern.compile("-?([0-9]{1,3}):([0-5][0-9])(?::([0-5][0-9])(?:[.]([0-9]{1,9}))?)?");

    private static final int MAX_TIME_SECONDS = 838 * 3600 + 59 * 60 + 59;

    private Times() {}

    /** DATE. */
    static String date(Cell cell) throws BadValueException {
        LocalDateTime moment = parse(cell, "not a date (YYYY-MM-DD)");
        if (!moment.toLocalTime().equals(LocalTime.MIDNIGHT)) {
            throw new BadValueException("has a time of day, the column holds dates");
        }
        return moment.toLocalDate().toString();
    }

    /** DATETIME. */
    static ColumnType dateTime(int fractionDigits) {
        return cell -> moment(cell, FIRST_DATE_TIME, LAST_DATE_TIME, fractionDigits);
    }

    /** @param last the last whole second that the server can hold */
    static ColumnType timestamp(int fractionDigits, LocalDateTime last) {
        return cell -> moment(cell, FIRST_TIMESTAMP, last, fractionDigits);
    }

    /** TIME: a time of day or a span, {@code -838:59:59} to {@code 838:59:59}. */
    static ColumnType time(int fractionDigits) {
        return cell -> time(cell, fractionDigits);
    }

    private static String time(Cell cell, int fractionDigits) throws BadValueException {
        String text = cell.text().strip();
        Matcher parts = TIME.matcher(text);
        if (!cell.isText() || !parts.matches()) {
            throw new BadValueException("is not a time (hh:mm:ss)");
        }
        int nanos = nanos(parts.group(4));
        int seconds = number(parts, 1) * 3600 + number(parts, 2) * 60 + number(parts, 3);
        if (seconds > MAX_TIME_SECONDS || (seconds == MAX_TIME_SECONDS && nanos > 0)) {
            throw new BadValueException("is not within -838:59:59 to 838:59:59");
        }
        checkFraction(nanos, fractionDigits);
        return text;
    }

    private static String moment(Cell cell, LocalDateTime first, LocalDateTime last, int fractionDigits)
            throws BadValueException {
        LocalDateTime moment = parse(cell, "not a date and time (YYYY-MM-DD hh:mm:ss)");
        if (moment.isBefore(first) || moment.isAfter(last.plusNanos(999_999_999))) {
            throw new BadValueException("is not within " + first + " to " + last + " UTC");
        }
        checkFraction(moment.getNano(), fractionDigits);
        return moment.format(moment.getNano() == 0 ? SECONDS : MICROSECONDS);
    }

    /** The moment in UTC where the text has an offset, else as it is; a date alone is its midnight. */
    private static LocalDateTime parse(Cell cell, String expected) throws BadValueException {
        Matcher parts = DATE_TIME.matcher(cell.text().strip());
        if (!cell.isText() || !parts.matches()) {
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
    private static void checkFraction(int nanos, int columnDigits) throws BadValueException {
        int unit = (int) Math.pow(10, 9 - columnDigits);
        if (nanos % unit != 0) {
            throw new BadValueException("has more than " + columnDigits + " digits of a second");
        }
    }

    /** Nanoseconds of what is after the point. */
    private static int nanos(@Nullable String fraction) {
        return fraction == null ? 0 : Integer.parseInt((fraction + "000000000").substring(0, 9));
    }

    private static int number(Matcher parts, int group) {
        String digits = parts.group(group);
        return digits == null ? 0 : Integer.parseInt(digits);
    }
}
