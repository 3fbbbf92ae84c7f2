package io.wizd.db.testing;

import io.wizd.db.JdbcAddress;
import io.wizd.db.embedded.EmbeddedTestServer;

/** The embedded MariaDB, in a temporary folder. */
public final class TestMariaDb {
    private static final TestServer SERVER = started();

    private TestMariaDb() {}

    private static TestServer started() {
        JdbcAddress admin = EmbeddedTestServer.start();
        return new TestServer("MariaDB", admin, admin);
    }

    /** The one of this JVM. */
    public static TestServer server() {
        return SERVER;
    }
}
