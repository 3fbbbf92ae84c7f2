package io.wizd.handlers.members.batch;

/**
 * A row that did not become a member.
 *
 * @param line on which it begins, from 1
 * @param column the first that is at fault; empty where it is the row as a whole
 * @param value of that column
 * @param reason what is wrong, with all columns
 * @param cells the row as it stands in the file
 */
record RejectedRow(long line, String column, String value, String reason, String[] cells) {}
