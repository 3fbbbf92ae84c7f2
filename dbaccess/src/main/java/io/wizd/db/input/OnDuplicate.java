package io.wizd.db.input;

/** What becomes of a row that is in the table already, by one of its unique keys, or appears earlier in the same file. */
public enum OnDuplicate {
    /** The one in the table takes the values of the row. */
    UPDATE,
    /** The one in the table stays as it is, and the row is passed over. */
    SKIP,
    /** The one in the table stays as it is, and the row is a bad one. */
    ERROR
}
