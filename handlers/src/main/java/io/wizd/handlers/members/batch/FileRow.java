package io.wizd.handlers.members.batch;

import org.jspecify.annotations.Nullable;

/**
 * One row of a file, before anything is checked.
 *
 * @param line on which it begins, from 1
 * @param cells in the order of the columns, missing ones as empty text
 * @param column the column of {@code problem}, empty where it is the row as a whole
 * @param problem why it cannot be a member, whatever its values; null for none
 */
record FileRow(
        long line, String[] cells, String column, @Nullable String problem) {}
