package io.wizd.db.load;

import java.math.BigDecimal;

/** FLOAT and DOUBLE. They round by their nature; what they cannot hold at all is refused. */
record FloatType(double maxMagnitude, Sign sign) implements ColumnType {

    @Override
    public Object convert(Cell cell) throws BadValueException {
        BigDecimal number = Numbers.parse(cell, "no number");
        sign.check(number);
        double rounded = number.doubleValue();
        if (Math.abs(rounded) > maxMagnitude || (rounded == 0 && number.signum() != 0)) {
            throw new BadValueException("is too large or too close to 0 for the column");
        }
        // As text: a literal of 300 digits would be a DECIMAL to the database, and overflow.
        return number.toString();
    }
}
