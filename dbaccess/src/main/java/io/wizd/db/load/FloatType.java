package io.wizd.db.load;

import java.math.BigDecimal;

/** FLOAT and DOUBLE. They round by their nature; what they cannot hold at all is refused. */
record FloatType(Width width, Numbers.Sign sign) implements ColumnType {

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
        // As text: a literal of 300 digits would be a DECIMAL to the database, and overflow.
        return number.toString();
    }
}
