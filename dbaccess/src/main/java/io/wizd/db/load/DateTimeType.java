package io.wizd.db.load;

import java.time.LocalDateTime;
import java.time.temporal.ChronoField;

/** DATETIME and TIMESTAMP. The connection's time zone is UTC, so a TIMESTAMP without an offset is UTC too. */
record DateTimeType(LocalDateTime first, LocalDateTime last, int fractionDigits) implements ColumnType {

    private static final LocalDateTime FIRST_TIMESTAMP = LocalDateTime.of(1970, 1, 1, 0, 0, 1);

    static DateTimeType dateTime(int fractionDigits) {
        return new DateTimeType(
                LocalDateTime.of(1, 1, 1, 0, 0), LocalDateTime.of(9999, 12, 31, 23, 59, 59), fractionDigits);
    }

    /** @param last the last whole second that the server can hold */
    static DateTimeType timestamp(int fractionDigits, LocalDateTime last) {
        return new DateTimeType(FIRST_TIMESTAMP, last, fractionDigits);
    }

    @Override
    public Object convert(Cell cell) throws BadValueException {
        LocalDateTime moment = Times.parse(cell, "no date and time (YYYY-MM-DD hh:mm:ss)");
        if (moment.isBefore(first) || moment.isAfter(last.plusNanos(999_999_999))) {
            throw new BadValueException("is not within " + first + " to " + last + " UTC");
        }
        Times.checkFraction(moment.get(ChronoField.NANO_OF_SECOND), fractionDigits);
        return moment.toLocalDate() + " " + Times.sql(moment.toLocalTime());
    }
}
