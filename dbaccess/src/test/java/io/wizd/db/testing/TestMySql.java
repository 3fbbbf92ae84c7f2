package io.wizd.db.testing;

import io.wizd.db.Accounts;
import io.wizd.db.JdbcAddress;
import io.wizd.db.embedded.MySqlTestServer;

/** MySQL 8.0, in a temporary folder, with MySQL's own defaults for authentication and TLS. */
public final class TestMySql implements TestServer {

    private final Accounts accounts = Accounts.withNewPasswords("wizd");
    private final JdbcAddress admin;

    private TestMySql() {
        admin = MySqlTestServer.start();
    }

    /** The one of this JVM. */
    public static TestServer server() {
        return Holder.SERVER;
    }

    @Override
    public JdbcAddress admin() {
        return admin;
    }

    @Override
    public String name() {
        return "MySQL";
    }

    @Override
    public TestDatabase emptyDatabase() {
        return TestDatabase.create(admin, accounts);
    }

    @Override
    public String toString() {
        return name();
    }

    private static final class Holder {
        static final TestServer SERVER = new TestMySql();
    }
}
