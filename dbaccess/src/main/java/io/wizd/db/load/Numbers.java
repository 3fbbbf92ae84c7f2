package io.wizd.db.load;

import java.math.BigDecimal;
import java.util.regex.Pattern;

/** Exact numbers of text, and the columns that hold them. */
final class Numbers {

    /** Far beyond what any column holds, and small enough that nobody can make us count for minutes. */
    private static final int MAX_CHARS = 400;

    private static final Pattern NUMBER = Pattern.compile("[+-]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([eE][+-]?[0-9]{1,4})?");

    private static final int FIRST_YEAR = 1901;
    private static final int LAST_YEAR = 2155;

    /** Whether a column of numbers takes negative ones. */
    enum Sign {
        SIGNED,
        UNSIGNED;

        static Sign of(String columnType) {
            return columnType.contains("unsigned") ? UNSIGNED : SIGNED;
        }

        void check(BigDecimal number) throws BadValueException {
            if (this == UNSIGNED && number.signum() < 0) {
                throw new BadValueException("is negative, the column is unsigned");
            }
        }
    }

    private Numbers() {}

    /** DECIMAL(precision, scale): a number with more digits than the column holds is refused, not rounded. */
    static ColumnType decimal(int precision, int scale, Sign sign) {
        return cell -> {
            BigDecimal number = parse(cell, "not a number");
            sign.check(number);
            if (integerDigits(number) > precision - scale) {
                throw new BadValueException("has more than " + (precision - scale) + " digits before the point");
            }
            if (fractionDigits(number) > scale) {
                throw new BadValueException("has more than " + scale + " digits after the point");
            }
            return number;
        };
    }

    /** YEAR: four digits; two would be guessed at by the database. */
    static BigDecimal year(Cell cell) throws BadValueException {
        BigDecimal number = parse(cell, "no year");
        boolean fits = integerDigits(number) <= 4
                && fractionDigits(number) == 0
                && (number.signum() == 0 || (number.intValue() >= FIRST_YEAR && number.intValue() <= LAST_YEAR));
        if (!fits) {
            throw new BadValueException("is not a year within " + FIRST_YEAR + " to " + LAST_YEAR);
        }
        return number;
    }

    /**
     * A number of any size.
     *
     * @param expected completes "is …", for example "not a whole number"
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

    /** How many digits are before the point; 0 for 0.5. */
    static int integerDigits(BigDecimal number) {
        return number.signum() == 0 ? 0 : Math.max(0, number.precision() - number.scale());
    }

    /** How many digits are after the point, zeros at the end not counted. */
    static int fractionDigits(BigDecimal number) {
        return number.signum() == 0
                ? 0
                : Math.max(0, number.stripTrailingZeros().scale());
    }
}
