package io.wizd.db.load;

import java.math.BigDecimal;

/** DECIMAL(precision, scale): a number with more digits than the column holds is refused, not rounded. */
record DecimalType(int precision, int scale, Sign sign) implements ColumnType {

    @Override
    public Object convert(Cell cell) throws BadValueException {
        BigDecimal number = Numbers.parse(cell, "no number");
        sign.check(number);
        if (Numbers.integerDigits(number) > precision - scale) {
            throw new BadValueException("has more than " + (precision - scale) + " digits before the point");
        }
        if (Numbers.fractionDigits(number) > scale) {
            throw new BadValueException("has more than " + scale + " digits after the point");
        }
        return number;
    }
}
