package io.wizd.db.testing;

import io.wizd.db.embedded.EmbeddedTestServer;

/** The embedded MariaDB, in a temporary folder. */
public final class TestMariaDb {
    private static final TestServer SERVER = new TestServer("MariaDB", EmbeddedTestServer.start());

    private TestMariaDb() {}

    /** The one of this JVM. */
    public static TestServer server() {
        return SERVER;
    }
}
