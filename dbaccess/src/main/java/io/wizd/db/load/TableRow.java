package io.wizd.db.load;

import java.util.BitSet;
import java.util.List;

/**
 * A checked row, ready for the database.
 *
 * @param source the row as it was read, for messages and for the file of bad rows
 * @param columns the columns that the row fills, by their index in the table; rows of equal columns share one INSERT
 * @param values one for each of these columns, in order: String, BigDecimal, byte[] or {@link SqlNull}
 */
record TableRow(InputRow source, BitSet columns, List<Object> values) {

    /** An explicit NULL; a column that is to take its default is not among the columns of the row at all. */
    enum SqlNull {
        NULL
    }

    private static final int BYTES_A_VALUE = 16;

    /** Roughly what the row takes in memory and in a packet. */
    long sizeBytes() {
        long bytes = 0;
        for (Object value : values) {
            bytes += BYTES_A_VALUE;
            if (value instanceof String text) {
                bytes += text.length();
            } else if (value instanceof byte[] binary) {
                bytes += binary.length;
            }
        }
        return bytes;
    }
}
