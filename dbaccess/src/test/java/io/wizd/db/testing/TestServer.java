package io.wizd.db.testing;

import io.wizd.db.DatabaseLogins;
import io.wizd.db.JdbcAddress;
import io.wizd.db.Schema;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A database server that tests share; it starts when it is first asked for and ends with the JVM. */
public final class TestServer {

    private final String name;
    private final JdbcAddress admin;
    private final JdbcAddress databases;
    private final DatabaseLogins logins = DatabaseLogins.withNewPasswords("wizd");
    private final Map<Schema, Template> templates = new ConcurrentHashMap<>();

    /**
     * A server that runs.
     *
     * @param name says in a test's name and in messages which one it ran on
     * @param admin an account that may do everything, without database
     * @param databases the same, as the databases of tests are reached
     */
    TestServer(String name, JdbcAddress admin, JdbcAddress databases) {
        this.name = name;
        this.admin = admin;
        this.databases = databases;
    }

    /** An account that may do everything, without database. */
    public JdbcAddress admin() {
        return admin;
    }

    /** Says in a test's name and in messages which server it ran on. */
    public String name() {
        return name;
    }

    /** A new database with wizd's three accounts and nothing in it. */
    public TestDatabase emptyDatabase() {
        return TestDatabase.create(databases, logins);
    }

    /** A new database as a migration makes it: one is migrated for each JVM, the others are copies of it. */
    public TestDatabase freshDatabase(Schema schema) {
        Template template = templates.computeIfAbsent(schema, wanted -> Template.migrated(emptyDatabase(), wanted));
        TestDatabase database = emptyDatabase();
        template.copyTo(database);
        return database;
    }

    @Override
    public String toString() {
        return name;
    }
}
