package io.wizd.db.testing;

import io.wizd.db.JdbcAddress;
import io.wizd.db.embedded.MySqlTestServer;

/**
 * MySQL 8.0, in a temporary folder, with MySQL's own defaults for authentication and TLS. In the build the databases of tests are reached
 * without TLS: it makes a connection six times as dear, and a JVM that does not optimize encrypts slowly. What is set up from
 * {@link TestServer#admin()}, as {@code installdb} does, has TLS there too.
 */
public final class TestMySql {
    private static final TestServer SERVER = started();

    private TestMySql() {}

    private static TestServer started() {
        JdbcAddress admin = MySqlTestServer.start();
        return new TestServer(
                "MySQL",
                admin,
                Proof.isFullLength()
                        ? admin
                        : admin.withOption("sslMode", "DISABLED").withOption("allowPublicKeyRetrieval", "true"));
    }

    /** The one of this JVM. */
    public static TestServer server() {
        return SERVER;
    }
}
