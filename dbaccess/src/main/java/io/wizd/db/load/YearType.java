package io.wizd.db.load;

import java.math.BigDecimal;

/** YEAR: four digits; two would be guessed at by the database. */
record YearType() implements ColumnType {

    private static final int FIRST = 1901;
    private static final int LAST = 2155;

    @Override
    public Object convert(Cell cell) throws BadValueException {
        BigDecimal number = Numbers.parse(cell, "no year");
        boolean fits = Numbers.integerDigits(number) <= 4
                && Numbers.fractionDigits(number) == 0
                && (number.signum() == 0 || (number.intValue() >= FIRST && number.intValue() <= LAST));
        if (!fits) {
            throw new BadValueException("is no year within " + FIRST + " to " + LAST);
        }
        return number;
    }
}
