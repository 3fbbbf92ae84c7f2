package io.wizd.db.load;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** TIME: a time of day or a span, {@code -838:59:59} to {@code 838:59:59}. */
record TimeType(int fractionDigits) implements ColumnType {

    private static final Pattern TIME =
            Pattern.compile("-?([0-9]{1,3}):([0-5][0-9])(?::([0-5][0-9])(?:[.]([0-9]{1,9}))?)?");
    private static final int MAX_SECONDS = 838 * 3600 + 59 * 60 + 59;

    @Override
    public Object convert(Cell cell) throws BadValueException {
        String text = cell.text().strip();
        Matcher parts = TIME.matcher(text);
        boolean mayBe = cell instanceof Cell.Field || cell instanceof Cell.Str;
        if (!mayBe || !parts.matches()) {
            throw new BadValueException("is no time (hh:mm:ss)");
        }
        int nanos = Times.nanos(parts.group(4));
        int seconds = parts.group(3) == null ? 0 : Integer.parseInt(parts.group(3));
        int allSeconds = Integer.parseInt(parts.group(1)) * 3600 + Integer.parseInt(parts.group(2)) * 60 + seconds;
        if (allSeconds > MAX_SECONDS || (allSeconds == MAX_SECONDS && nanos > 0)) {
            throw new BadValueException("is not within -838:59:59 to 838:59:59");
        }
        Times.checkFraction(nanos, fractionDigits);
        return text;
    }
}
