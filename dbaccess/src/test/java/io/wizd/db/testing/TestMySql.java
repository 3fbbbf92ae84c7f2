package io.wizd.db.testing;

import io.wizd.db.embedded.MySqlTestServer;

/** MySQL 8.0, in a temporary folder, with MySQL's own defaults for authentication and TLS. */
public final class TestMySql {
    private static final TestServer SERVER = new TestServer("MySQL", MySqlTestServer.start());

    private TestMySql() {}

    /** The one of this JVM. */
    public static TestServer server() {
        return SERVER;
    }
}
