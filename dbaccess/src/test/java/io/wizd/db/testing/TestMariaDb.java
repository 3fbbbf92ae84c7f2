package io.wizd.db.testing;

import io.wizd.db.Accounts;
import io.wizd.db.JdbcAddress;
import io.wizd.db.embedded.EmbeddedTestServer;

/** The embedded MariaDB, in a temporary folder. */
public final class TestMariaDb implements TestServer {

    private final Accounts accounts = Accounts.withNewPasswords("wizd");
    private final JdbcAddress admin;

    private TestMariaDb() {
        admin = EmbeddedTestServer.start();
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
        return "MariaDB";
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
        static final TestServer SERVER = new TestMariaDb();
    }
}
