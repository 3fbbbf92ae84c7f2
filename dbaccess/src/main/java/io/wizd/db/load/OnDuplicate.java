package io.wizd.db.load;

/** What happens to a row whose primary or unique key is in the table already. */
enum OnDuplicate {
    /** It is a bad row. */
    FAIL,
    /** The row in the table stays as it is. */
    SKIP,
    /** The row in the table takes the values that the input names; its primary key and its other columns stay. */
    UPDATE
}
