package io.wizd.db.load;

import java.math.BigDecimal;
import java.math.MathContext;

/**
 * FLOAT and DOUBLE. They keep no number exactly, but so many of its digits: one that has more is refused.
 *
 * @param digits what else a column checks that is declared with a number of digits, as FLOAT(5,2) is
 */
record FloatType(Width width, Numbers.Sign sign, ColumnType digits) implements ColumnType {

    /** Which numbers the database keeps: those of Java's types of the same name. */
    enum Width {
        FLOAT,
        DOUBLE
    }

    @Override
    public Object convert(Cell cell) throws BadValueException {
        BigDecimal number = Numbers.parse(cell, "not a number");
        sign.check(number);
        double stored = width == Width.FLOAT ? number.floatValue() : number.doubleValue();
        if (Double.isInfinite(stored) || (stored == 0 && number.signum() != 0)) {
            throw new BadValueException("is too large or too close to 0 for the column");
        }
        requireDigits(number.stripTrailingZeros(), new BigDecimal(stored));
        digits.convert(cell);
        // As text: a literal of 300 digits would be a DECIMAL to the database, and overflow.
        return number.toString();
    }

    private static void requireDigits(BigDecimal number, BigDecimal stored) throws BadValueException {
        BigDecimal kept = stored.round(new MathContext(Math.max(1, number.precision())));
        if (kept.compareTo(number) != 0) {
            throw new BadValueException(
                    "has more digits than the column keeps, which would make " + kept.stripTrailingZeros() + " of it");
        }
    }
}
