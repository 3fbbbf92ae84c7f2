package io.wizd.db.load;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Locale;

/** TINYINT to BIGINT, BIT and YEAR: whole numbers within bounds; {@code true} and {@code false} are 1 and 0 if 1 fits. */
final class IntegerType implements ColumnType {

    /** Whether the words true and false, unlike the JSON values, may stand for 1 and 0: for TINYINT(1) and BIT(1). */
    enum Words {
        BOOLEAN,
        NONE
    }

    private static final int MAX_DIGITS = 20;

    private final BigInteger min;
    private final BigInteger max;
    private final Words words;

    private IntegerType(BigInteger min, BigInteger max, Words words) {
        this.min = min;
        this.max = max;
        this.words = words;
    }

    static IntegerType signed(int bits, Words words) {
        BigInteger limit = BigInteger.TWO.pow(bits - 1);
        return new IntegerType(limit.negate(), limit.subtract(BigInteger.ONE), words);
    }

    static IntegerType unsigned(int bits, Words words) {
        return new IntegerType(BigInteger.ZERO, BigInteger.TWO.pow(bits).subtract(BigInteger.ONE), words);
    }

    @Override
    public Object convert(Cell cell) throws BadValueException {
        BigDecimal number = number(cell);
        if (Numbers.fractionDigits(number) > 0) {
            throw new BadValueException("is not a whole number");
        }
        // Looked at before the digits are written out: 1e9999 has ten thousand of them.
        if (Numbers.integerDigits(number) > MAX_DIGITS || !inBounds(number.toBigInteger())) {
            throw new BadValueException("is not within " + min + " to " + max);
        }
        return number;
    }

    private boolean inBounds(BigInteger number) {
        return number.compareTo(min) >= 0 && number.compareTo(max) <= 0;
    }

    private BigDecimal number(Cell cell) throws BadValueException {
        if (cell instanceof Cell.Bool bool) {
            return bool.value() ? BigDecimal.ONE : BigDecimal.ZERO;
        }
        if (words == Words.BOOLEAN) {
            switch (cell.text().strip().toLowerCase(Locale.ROOT)) {
                case "true" -> {
                    return BigDecimal.ONE;
                }
                case "false" -> {
                    return BigDecimal.ZERO;
                }
                default -> {}
            }
        }
        return Numbers.parse(cell, "not a whole number");
    }
}
