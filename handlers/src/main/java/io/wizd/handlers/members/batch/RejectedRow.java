package io.wizd.handlers.members.batch;

/**
 * A row that did not become a member.
 *
 * @param row as it is in the file
 * @param column the first that is at fault; empty if it is the row as a whole
 * @param value of that column, shortened for people
 * @param reason what is wrong, with all columns
 */
record RejectedRow(FileRow row, String column, String value, String reason) {
    private static final int SHOWN_VALUE = 100;

    static RejectedRow of(FileRow row, FileRow.Problem problem) {
        return new RejectedRow(
                row, problem.column(), PlainText.shown(problem.value(), SHOWN_VALUE), row.place() + problem.reason());
    }

    /** On which it begins, from 1. */
    long line() {
        return row.line();
    }
}
