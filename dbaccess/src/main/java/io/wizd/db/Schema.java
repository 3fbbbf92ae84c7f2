package io.wizd.db;

/** The two kinds of database; each has a folder in {@code sql/} with {@code schema/} and {@code procedures/}. */
public enum Schema {
    /** Accounts, cards, plots and jobs: one database. */
    MAIN("main"),
    /** Keys and members: one database a partition. */
    PARTITION("partition");

    private final String folder;

    Schema(String folder) {
        this.folder = folder;
    }

    SchemaSql sql() {
        return SchemaSql.onClassPath("sql/" + folder);
    }
}
