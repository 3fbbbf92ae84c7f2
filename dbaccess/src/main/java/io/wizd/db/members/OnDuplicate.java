package io.wizd.db.members;

/** What becomes of a row whose member is there already, or stands in the same file before. */
public enum OnDuplicate {
    /** The member becomes what the row says. */
    UPDATE,
    /** The row is passed over. */
    SKIP,
    /** The row is rejected. */
    ERROR
}
