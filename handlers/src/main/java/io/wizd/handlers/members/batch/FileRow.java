package io.wizd.handlers.members.batch;

import org.jspecify.annotations.Nullable;

/**
 * One row of a file, before its values are checked.
 *
 * @param line on which it begins, from 1
 * @param place where the line does not tell enough, which row it is, to stand before a reason; else empty
 * @param cells in the order of the columns, missing ones as empty text
 * @param rest what of the row has no column, as CSV; empty for nothing
 * @param problem why it cannot be a member, whatever its values; null for none
 */
record FileRow(
        long line,
        String place,
        String[] cells,
        String rest,
        @Nullable Problem problem) {

    /**
     * What is wrong with a row.
     *
     * @param column the first at fault; empty if it is the row as a whole
     * @param value what is there
     * @param reason one line for people
     */
    record Problem(String column, String value, String reason) {}
}
