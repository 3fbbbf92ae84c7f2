package io.wizd.db.load;

import java.time.LocalDateTime;
import java.time.LocalTime;

/** DATE. */
record DateType() implements ColumnType {

    @Override
    public Object convert(Cell cell) throws BadValueException {
        LocalDateTime moment = Times.parse(cell, "no date (YYYY-MM-DD)");
        if (!moment.toLocalTime().equals(LocalTime.MIDNIGHT)) {
            throw new BadValueException("has a time of day, the column holds dates");
        }
        return moment.toLocalDate().toString();
    }
}
