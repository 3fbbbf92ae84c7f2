package io.wizd.db.load;

/**
 * One column of the table.
 *
 * @param whenAbsent what becomes of a row that gives no value for it
 */
record Column(String name, ColumnType type, WhenAbsent whenAbsent, Origin origin) {

    /** What the database puts where a row gives no value. */
    enum WhenAbsent {
        /** NULL, and NULL may be given too. */
        NULL,
        /** A default that is not NULL, and NULL may be given too. */
        DEFAULT_OR_NULL,
        /** A default or the next number; NULL may not be stored. */
        DEFAULT,
        /** Nothing: each row must give a value. */
        REQUIRED
    }

    /** Where the values of the column come from. */
    enum Origin {
        INPUT,
        /** The next number where the row gives none. */
        AUTO_INCREMENT,
        /** Computed by the database; the input must not name it. */
        GENERATED
    }

    boolean takesNull() {
        return whenAbsent == WhenAbsent.NULL || whenAbsent == WhenAbsent.DEFAULT_OR_NULL;
    }
}
