package io.wizd.db.load;

import java.util.List;

/**
 * One row as it was read.
 *
 * @param number 1 for the first row of the input, header not counted
 * @param line the line on which the row begins, 1 for the first
 * @param names the column of each cell; empty if the row is too broken to have any
 * @param cells the values; where {@code names} is empty, all that could be read
 * @param problem why the row as a whole is unusable, empty if it is not
 */
record InputRow(long number, long line, List<String> names, List<Cell> cells, String problem) {

    boolean broken() {
        return !problem.isEmpty();
    }
}
