package io.wizd.db.load;

/** What a column can hold. Immutable. A value goes to the database exactly as it was in the input, or not at all. */
interface ColumnType {

    /**
     * Checks a value and gives what JDBC is to send.
     *
     * @param cell neither {@link Cell.Null} nor {@link Cell.Empty}
     * @return a String, BigDecimal or byte[]
     */
    Object convert(Cell cell) throws BadValueException;

    /** Whether an empty CSV field is a value ({@code ''}) and not the absence of one. */
    default boolean holdsText() {
        return false;
    }
}
