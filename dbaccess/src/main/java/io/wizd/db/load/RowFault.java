package io.wizd.db.load;

/**
 * One thing that is wrong with one row.
 *
 * @param column empty if it concerns the whole row
 * @param what the rest of the sentence, with the value where there is one
 */
record RowFault(long row, long line, String column, String what) {

    /** {@code members.csv:17: row 16, phone: "abc" is not a whole number}. */
    String in(String inputName) {
        String where = row == 0 ? "header" : "row " + row;
        String of = column.isEmpty() ? "" : ", " + Shown.name(column);
        return inputName + ":" + line + ": " + where + of + ": " + what;
    }
}
