package io.wizd.db.load;

import java.math.BigDecimal;

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
