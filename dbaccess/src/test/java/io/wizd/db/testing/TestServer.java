package io.wizd.db.testing;

import io.wizd.db.JdbcAddress;
import io.wizd.db.Migrations;
import io.wizd.db.Schema;

/** A database server that tests share; it starts when it is first asked for and ends with the JVM. */
public interface TestServer {

    /** An account that may do everything, without database. */
    JdbcAddress admin();

    /** Says in a test's name and in messages which server it ran on. */
    String name();

    /** A new database with wizd's three accounts and nothing in it. */
    TestDatabase emptyDatabase();

    /** A new database, migrated: tables and procedures as wizd has them. */
    default TestDatabase freshDatabase(Schema schema) {
        TestDatabase database = emptyDatabase();
        Migrations.migrate(database.owner(), schema);
        return database;
    }
}
