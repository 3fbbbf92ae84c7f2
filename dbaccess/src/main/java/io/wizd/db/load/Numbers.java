package io.wizd.db.load;

import java.math.BigDecimal;
import java.util.regex.Pattern;

/** Text into exact numbers. */
final class Numbers {

    /** Far beyond what any column holds, and small enough that nobody can make us count for minutes. */
    private static final int MAX_CHARS = 400;

    private static final Pattern NUMBER = Pattern.compile("[+-]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([eE][+-]?[0-9]{1,4})?");

    private Numbers() {}

    /**
     * A number of any size.
     *
     * @param expected completes "is …", for example "no whole number"
     */
    static BigDecimal parse(Cell cell, String expected) throws BadValueException {
        if (cell instanceof Cell.Nested || cell instanceof Cell.Bool) {
            throw new BadValueException("is " + expected);
        }
        String text = cell.text().strip();
        if (text.length() > MAX_CHARS || !NUMBER.matcher(text).matches()) {
            throw new BadValueException("is " + expected);
        }
        return new BigDecimal(text);
    }

    /** How many digits stand before the point; 0 for 0.5. */
    static int integerDigits(BigDecimal number) {
        return number.signum() == 0 ? 0 : Math.max(0, number.precision() - number.scale());
    }

    /** How many digits stand after the point, zeros at the end not counted. */
    static int fractionDigits(BigDecimal number) {
        return number.signum() == 0
                ? 0
                : Math.max(0, number.stripTrailingZeros().scale());
    }
}
